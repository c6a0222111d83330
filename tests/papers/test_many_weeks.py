"""Weeks of a group of thirty with restarts, kills and faults: no round is doubled or lost.

The suite takes two weeks. All twelve, and another order of troubles:
``WEEKS=12 SEED=7 .venv/bin/python -m pytest tests/papers/test_many_weeks.py``.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.db import Database
from bot.groups.service import change_member, lock_member
from bot.groups.values import MemberCaller, OrganiserCaller
from bot.papers import ballot_service, queries, round_acts
from bot.papers.models import RoundRow
from bot.papers.values import Round
from tests.groups import acting as groups
from tests.live import Study, custom_ids
from tests.papers.group import nominate
from tests.papers.test_interrupted import MESSAGES, THREADS
from tests.papers.test_wire import CLOSES, MONDAY, OPENS, WEEK, first_words, posts

WEEKS = int(os.environ.get("WEEKS", "2"))
SEED = int(os.environ.get("SEED", "1"))
MEMBERS = range(10_001, 10_031)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

TROUBLES = ("kill", "lost", "broken", "timeout", "deleted", "restart")
ACTS = ("none", "close", "extend", "none", "end", "skip")


class Simulation:
    """One group, week after week; what happens is drawn from ``rng``."""

    def __init__(self, study: Study, rng: random.Random) -> None:
        self.study, self.rng = study, rng
        self.deleted: set[int] = set()

    async def begin(self) -> None:
        """Thirty members who get no daily messages, so that weeks pass quickly."""
        async with self.study.db.begin() as session:
            for user_id in MEMBERS:
                now = self.study.clock.now()
                await groups.join(session, self.study.guild.id, user_id, now=now)
                member = await groups.get_member(session, self.study.guild.id, user_id)
                caller = MemberCaller(self.study.guild.id, user_id, False, now, member)
                await change_member(session, caller, weekdays=frozenset())

    async def week(self, number: int, trouble: str, act: str) -> None:
        """From before the opening until a day after the close."""
        later = number * WEEK
        await self.move(OPENS + later - HOUR)
        for user_id in self.rng.sample(MEMBERS, 4):
            await nominate(
                self.study.db,
                user_id,
                self.rng.randrange(100, 99_999),
                now=self.study.clock.now(),
                guild_id=self.study.guild.id,
            )
        if act == "skip":
            await self.organise(round_acts.skip_week, MONDAY + later)
        await self.meet(trouble, OPENS + later)
        found = await self.newest()
        if found.takes_ballots(self.study.clock.now()):
            await self.vote(found)
            if trouble == "deleted":
                self.delete_shortlist(found)
            await self.by_hand(act, found)
            await self.meet(trouble, CLOSES + later)
        await self.move(CLOSES + later + 2 * DAY + HOUR)

    async def by_hand(self, act: str, found: Round) -> None:
        """What an organiser does in the middle of the week, if anything."""
        await self.move(found.opened_at + 2 * DAY)
        if act == "close":
            await self.organise(round_acts.close_now, found.id)
        elif act == "end":
            await self.organise(round_acts.end_without_pick, found.id)
        elif act == "extend":
            seen = int(found.closes_at.timestamp())
            await self.organise(round_acts.extend, found.id, 1, seen)

    async def meet(self, trouble: str, instant: datetime) -> None:
        """Go on to ``instant`` with a trouble on the way, and a quarter of an hour further."""
        faults = self.study.sandbox.faults
        route = self.rng.choice((MESSAGES, THREADS)) if trouble != "kill" else MESSAGES
        if trouble == "broken":
            faults.fail("POST", route, status=self.rng.choice((500, 502, 503)), times=2)
        elif trouble == "timeout":
            faults.reset("POST", route, times=1)
        elif trouble == "lost":
            faults.after("POST", route, times=1)
        if trouble == "kill":
            await self.killed(instant)
        else:
            await self.move(instant)
        if trouble == "restart":
            await self.study.restart()
        await self.move(instant + 15 * MINUTE)

    async def killed(self, instant: datetime) -> None:
        """The process ends while it posts, before or after that took effect; a new one goes on."""
        hold = self.study.sandbox.faults.hold("POST", MESSAGES, after=self.rng.random() < 0.5)
        moving = asyncio.ensure_future(self.study.clock.move_to(instant))
        reached = asyncio.ensure_future(hold.reached())
        await asyncio.wait((moving, reached), return_when=asyncio.FIRST_COMPLETED)
        await self.study.bot.deliveries.drain(0)
        reached.cancel()
        hold.release()
        await moving
        await self.study.restart()

    async def move(self, instant: datetime) -> None:
        if instant > self.study.clock.now():
            await self.study.clock.move_to(instant)

    async def vote(self, found: Round) -> None:
        """Some of the thirty vote, some of them at the same time and some twice."""
        voters = [user_id for user_id in MEMBERS if self.rng.random() < 0.6]
        for begin in range(0, len(voters), 6):
            some = voters[begin : begin + 6]
            await asyncio.gather(*(self.cast(user_id, found) for user_id in (*some, some[0])))

    async def cast(self, user_id: int, found: Round) -> None:
        keys = [pick.paper.key for pick in found.picks]
        approved = self.rng.sample(keys, self.rng.randint(1, len(keys)))
        async with self.study.db.begin() as session:
            member = await lock_member(session, self.study.guild.id, user_id)
            now = self.study.clock.now()
            caller = MemberCaller(self.study.guild.id, user_id, False, now, member)
            await ballot_service.cast(session, caller, found.id, approved)

    async def organise(self, use_case: object, *args: object) -> None:
        """An organiser acts; what is due then is done."""
        now = self.study.clock.now()
        async with self.study.db.begin() as session:
            caller = OrganiserCaller(self.study.guild.id, 1, True, now)
            await use_case(session, caller, *args)  # type: ignore[operator]  # any of round_acts
        await self.study.clock.advance(MINUTE)

    async def newest(self) -> Round:
        async with self.study.db.read() as session:
            return (await queries.recent(session, self.study.guild.id, 1))[0]

    def delete_shortlist(self, found: Round) -> None:
        message = next(post for post in posts(self.study) if post.id == found.message_id)
        self.study.sandbox.world.delete_message(message)
        self.deleted.add(found.id)


async def rounds_of(db: Database) -> list[Round]:
    async with db.read() as session:
        rows = (await session.scalars(select(RoundRow).order_by(RoundRow.period))).all()
        return [await queries.as_round(session, row) for row in rows]


async def test_a11_weeks_with_restarts_and_faults_lose_and_double_nothing(study: Study) -> None:
    print(f"\nSEED={SEED} WEEKS={WEEKS}")
    simulation = Simulation(study, random.Random(SEED))
    await simulation.begin()
    for number in range(WEEKS):
        place = number + SEED - 1
        act = ACTS[(place + place // len(ACTS)) % len(ACTS)]
        await simulation.week(number, TROUBLES[place % len(TROUBLES)], act)
    found = await rounds_of(study.db)
    assert [each.period for each in found] == [MONDAY + week * WEEK for week in range(WEEKS)]
    assert all(each.closed_at is not None for each in found)
    heads = Counter(
        (post.text.split("**")[1].split(":")[0], marker.split(":")[-1])
        for post in posts(study)
        for marker in custom_ids(post, "paper:")
        if marker.split(":")[1] in ("vote", "result", "suggest")
    )
    results = [each for each in found if each.winner is not None]
    ended = [each for each in found if each.is_skipped and each.picks]
    skipped = [each for each in found if each.is_skipped and not each.picks]
    said = Counter(post.text.split("**")[1].split(":")[0] for post in posts(study))
    assert said["The group picked"] == len(results), heads
    assert said["A week without a paper"] == len(ended) + len(skipped), heads
    shortlists = [each for each in found if each.picks and each.id not in simulation.deleted]
    assert said["This week's papers"] == len(shortlists), heads
    assert len(posts(study)) == len(results) + len(ended) + len(skipped) + len(shortlists)
    assert len(study.guild.threads) == len(first_words(study)) == len(results)
    for each in results:
        assert each.ballots > 0
        assert each.thread_id is not None
        assert each.guide is not None
        assert each.trouble is None or each.id in simulation.deleted
