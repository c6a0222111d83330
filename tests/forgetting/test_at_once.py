"""Forgotten while something else of theirs is under way: it is over before, or finds nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions import service as actions
from bot.actions.models import ActionRow
from bot.checkins import service as checkins
from bot.community import service as community
from bot.community.models import ConferenceRow
from bot.competency.models import SelfLevelRow, SelfRatingRow
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.feature import session_info
from bot.follow_ups import offers, ratings
from bot.forgetting import purge, service
from bot.groups import service as members
from bot.groups.values import MemberCaller
from bot.interests import opinions
from bot.interests.values import Opinion
from bot.milestones import service as milestones
from bot.papers import ballot_service, nominations
from bot.retros import card_service
from bot.reviews import rota_service
from bot.routine import service as routine
from bot.routine.values import EntryOutcome
from bot.scheduling import Delivery
from bot.second_ratings import service as second_ratings
from bot.sessions import answers, telling
from bot.sessions.models import ComingRow
from bot.sessions.values import TELL, TellSubject, Why
from bot.talks import feedback
from bot.talks import service as talks
from bot.talks.values import Feedback, Listener
from cogs.features import FEATURES
from tests.forgetting.everything import (
    ANA,
    BEN,
    GUILD,
    NOW,
    OTHER,
    PAPERS,
    caller,
    make,
    stored,
    traces,
)
from tests.groups import acting as groups
from tests.scheduling.receiver import until

Act = Callable[[AsyncSession, MemberCaller], Awaitable[object]]
_POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)
ON_POSTGRES = pytest.mark.parametrize("db_url", [_POSTGRES], indirect=True)


def free(guild_id: int) -> int:
    """An action that nobody has, and a conference that nobody watches."""
    return guild_id + 999


async def _offer_back(session: AsyncSession, who: MemberCaller) -> object:
    """Something of hers that goes to somebody else."""
    return await actions.give_back(session, who, who.guild_id + 100)


SAID = Feedback(Listener.OTHER, 4, 4, None)
ACTS: dict[str, tuple[str, Act]] = {
    "a ballot is cast": (
        "member",
        lambda s, who: ballot_service.cast(s, who, who.guild_id + 2, [PAPERS[1]]),
    ),
    "a card is written": (
        "member",
        lambda s, who: card_service.add_card(s, who, who.guild_id + 2, 0, "Fewer meetings"),
    ),
    "an action is accepted": ("none", lambda s, who: actions.take(s, who, free(who.guild_id))),
    "an action is handed back": ("none", _offer_back),
    "an action is finished": (
        "none",
        lambda s, who: actions.move(s, who, who.guild_id + 100, due="2026-05-05"),
    ),
    "a deadline is watched": (
        "group",
        lambda s, who: community.set_watching(s, who, free(who.guild_id), True),
    ),
    "a conference is added": (
        "group",
        lambda s, who: community.add(s, who, name="ICML", deadline="2026-06-01"),
    ),
    "a paper is rated": ("group", lambda s, who: ratings.rate(s, who, who.guild_id + 1, 5)),
    "a paper's action is noted": (
        "member",
        lambda s, who: offers.plan(
            s, who, who.guild_id + 1, text="Try it", due="2026-06-01", owner_id=None
        ),
    ),
    "a paper is nominated": (
        "member",
        lambda s, who: nominations.nominate(s, who, PAPERS[1], is_named=True),
    ),
    "a paper is liked": (
        "member",
        lambda s, who: opinions.say(s, who, PAPERS[1], Opinion(), likes=True),
    ),
    "they count themselves into the rota": (
        "member",
        lambda s, who: rota_service.count_in(s, who),
    ),
    "a milestone is done": (
        "member",
        lambda s, who: milestones.finish(s, who, "theory-problem-sets"),
    ),
    "a prompt is answered": (
        "member",
        lambda s, who: routine.answer(s, who, who.today, EntryOutcome.DONE),
    ),
    "they come to a session": (
        "member",
        lambda s, who: answers.answer(s, who, who.guild_id + 2, comes=True),
    ),
    "notes are written": (
        "member",
        lambda s, who: answers.write_notes(s, who, who.guild_id + 2, 1, "Fewer slides"),
    ),
    "a talk is proposed": (
        "member",
        lambda s, who: talks.propose(s, who, title="Attention", about="", minutes="10"),
    ),
    "feedback is given": (
        "member",
        lambda s, who: feedback.give(s, who, who.guild_id + 200, SAID, signed=False),
    ),
    "a second rating is declined": (
        "member",
        lambda s, who: second_ratings.decline(s, who, who.guild_id + 200),
    ),
    "a check-in is taken": ("member", lambda s, who: checkins.skip(s, who)),
    "they leave": ("member", lambda s, who: members.leave(s, who)),
}
OTHERS: dict[str, tuple[str, Act]] = {
    "Ben asks her to do something": (
        "member",
        lambda s, who: actions.add_action(
            s, who, text="Write", owner_id=ANA, due="2026-06-01", retro_id=who.guild_id + 1
        ),
    ),
    "Ben offers her his turn": (
        "member",
        lambda s, who: rota_service.offer_swap(s, who, who.guild_id + 2, ANA),
    ),
    "Ben offers her a paper's action": (
        "member",
        lambda s, who: offers.plan(
            s, who, who.guild_id + 1, text="Try it", due="2026-06-01", owner_id=ANA
        ),
    ),
    "Ben asks her for a second rating": (
        "member",
        lambda s, who: second_ratings.ask(s, who, ANA),
    ),
    "Ben declines to rate her": (
        "member",
        lambda s, who: second_ratings.decline(s, who, who.guild_id + 100),
    ),
    "Ben signs feedback on her talk": (
        "member",
        lambda s, who: feedback.give(s, who, who.guild_id + 100, SAID, signed=True),
    ),
    "Ben says something of her talk": (
        "member",
        lambda s, who: feedback.give(s, who, who.guild_id + 100, SAID, signed=False),
    ),
    "Ben takes hers": (
        "none",
        lambda s, who: actions.take(s, who, who.guild_id + 100, due="2026-06-01"),
    ),
}


@pytest.fixture
async def elsewhere(composed_db: Database) -> AsyncIterator[Database]:
    """The same database, as another process has it."""
    database = Database(composed_db.url, session_info=session_info(FEATURES))
    yield database
    await database.close()


async def scene(db: Database) -> None:
    """Two groups with everything, and what nobody has yet."""
    await make(db)
    ahead = NOW + timedelta(days=90)
    async with db.begin() as session:
        await session.execute(text("DELETE FROM plan_versions WHERE source = 'Kept by the group'"))
        for guild_id in (GUILD, OTHER):
            here = {"guild_id": guild_id, "id": free(guild_id)}
            action = {"text": "Free", "due_on": ahead.date(), "status": "open", "created_at": NOW}
            rating = {"number": 2, "quarter": date(2026, 4, 1), "finished_on": ahead.date()}
            bens = {"guild_id": guild_id, "user_id": BEN}
            await session.execute(insert(SelfRatingRow).values(**bens, **rating))
            level = {"number": 2, "axis": "a", "place": 0, "title": "A", "level": 1}
            await session.execute(insert(SelfLevelRow).values(**bens, **level, scale=["x", "y"]))
            venue = {"name": "Free", "folded_name": "free", "zone": "UTC"}
            await session.execute(insert(ActionRow).values(**here, **action, retro_id=guild_id + 1))
            await session.execute(
                insert(ConferenceRow).values(**here, **venue, deadline_at=ahead, added_at=NOW)
            )


async def find(session: AsyncSession, guild_id: int, user_id: int, locks: str) -> MemberCaller:
    """As `as_member` finds whoever acts."""
    if locks == "none":
        return await groups.member(session, guild_id, user_id, now=NOW)
    if locks == "group":
        await members.lock_group(session, guild_id)
    member = await members.lock_member(session, guild_id, user_id)
    return MemberCaller(guild_id, user_id, False, NOW, member)


async def blocked_or_done(db: Database, task: asyncio.Task[object]) -> None:
    """Until the task waits for a lock of the database, or is over."""

    async def stands() -> bool:
        if task.done() or db.is_sqlite:
            return True
        async with db.read() as session:
            waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            return bool(await session.scalar(text(waiting)))

    await asyncio.sleep(0)
    await until(stands)


async def forgotten(db: Database, guild_id: int = GUILD) -> object:
    async with db.begin() as session:
        return await service.forget(session, caller(guild_id))


async def begun_before(
    db: Database, elsewhere: Database, act: Act, user_id: int, locks: str
) -> None:
    """Somebody has begun to act in one group when the forgetting there begins."""
    forgetting: asyncio.Task[object] | None = None
    with suppress(UserError):
        async with db.begin() as session:
            who = await find(session, GUILD, user_id, locks)
            forgetting = asyncio.create_task(forgotten(elsewhere))
            await blocked_or_done(db, forgetting)
            await act(session, who)
    assert forgetting is not None
    await forgetting
    await leaves_nothing(db, GUILD)


async def begun_after(
    db: Database, elsewhere: Database, act: Act, user_id: int, locks: str
) -> None:
    """In the other group the forgetting has begun, and is not committed, when somebody acts."""

    async def acts() -> None:
        with suppress(UserError):
            async with elsewhere.begin() as session:
                await act(session, await find(session, OTHER, user_id, locks))

    async with db.begin() as session:
        await service.forget(session, caller(OTHER))
        acting = asyncio.create_task(acts())
        await blocked_or_done(db, acting)
    await acting
    await leaves_nothing(db, OTHER)


async def leaves_nothing(db: Database, guild_id: int) -> None:
    """Of her; and whoever acted was answered, or told kindly, as nothing else was raised."""
    rows = await stored(db)
    assert [line for line in traces(rows, guild_id, ANA) if str(guild_id) in line] == []
    assert traces(rows, guild_id, BEN)


@ON_POSTGRES
@pytest.mark.parametrize("name", ACTS)
async def test_m1_while_they_act_themselves(
    composed_db: Database, elsewhere: Database, name: str
) -> None:
    """On SQLite one of two who write is always over first."""
    locks, act = ACTS[name]
    await scene(composed_db)
    await begun_before(composed_db, elsewhere, act, ANA, locks)
    await begun_after(composed_db, elsewhere, act, ANA, locks)


@ON_POSTGRES
@pytest.mark.parametrize("name", OTHERS)
async def test_m1_while_somebody_does_something_to_theirs(
    composed_db: Database, elsewhere: Database, name: str
) -> None:
    locks, act = OTHERS[name]
    await scene(composed_db)
    await begun_before(composed_db, elsewhere, act, BEN, locks)
    await begun_after(composed_db, elsewhere, act, BEN, locks)


@ON_POSTGRES
async def test_m1_whoever_holds_an_action_of_theirs_can_finish(
    composed_db: Database, elsewhere: Database
) -> None:
    """An act takes the action before its owner; forgetting takes them in the same order."""
    await scene(composed_db)
    async with composed_db.begin() as session:
        held = select(ActionRow.id).where(ActionRow.id == GUILD + 100).with_for_update()
        assert await session.scalar(held)
        forgetting = asyncio.create_task(forgotten(elsewhere))
        await blocked_or_done(composed_db, forgetting)
        await members.lock_member(session, GUILD, ANA)
    await forgetting
    await leaves_nothing(composed_db, GUILD)


@ON_POSTGRES
async def test_m1_those_who_come_are_told_meanwhile(
    composed_db: Database, elsewhere: Database
) -> None:
    """No message is left that waits for somebody who was forgotten."""
    await scene(composed_db)
    before, meeting_id = NOW - timedelta(hours=1), GUILD + 2
    coming = {"guild_id": GUILD, "meeting_id": meeting_id, "comes": True, "answered_at": before}
    async with composed_db.begin() as session:
        for user_id in (ANA, BEN):
            await session.execute(insert(ComingRow).values(**coming, user_id=user_id))
    subject = str(TellSubject(meeting_id, 1, Why.MOVED))
    told = Delivery(1, GUILD, None, TELL, subject, before.date(), before, 1, "once")

    async def tells() -> int:
        async with elsewhere.begin() as session:
            return await telling.tell(session, told, now=before)

    async with composed_db.begin() as session:
        await service.forget(session, caller())
        telling_them = asyncio.create_task(tells())
        await blocked_or_done(composed_db, telling_them)
    assert await telling_them == 1, "Ben alone"
    await leaves_nothing(composed_db, GUILD)


async def test_m1_a_ballot_is_cast_meanwhile(composed_db: Database, elsewhere: Database) -> None:
    """On both databases."""
    locks, act = ACTS["a ballot is cast"]
    await scene(composed_db)
    await begun_before(composed_db, elsewhere, act, ANA, locks)
    await begun_after(composed_db, elsewhere, act, ANA, locks)


async def test_m1_two_processes_forget_once(composed_db: Database, elsewhere: Database) -> None:
    await scene(composed_db)
    outcomes = await asyncio.gather(
        *(forgotten(db) for db in (composed_db, elsewhere)), return_exceptions=True
    )
    kinds = sorted(type(each).__name__ for each in outcomes)
    assert kinds == ["Holdings", "NotFound"], outcomes
    await leaves_nothing(composed_db, GUILD)


async def test_m2_forgotten_and_purged_at_once(composed_db: Database, elsewhere: Database) -> None:
    await scene(composed_db)
    async with composed_db.begin() as session:
        await groups.leave(session, GUILD, ANA, now=NOW)

    async def purged() -> bool:
        async with elsewhere.begin() as session:
            return await purge.purge_person(session, GUILD, ANA, before=NOW, now=NOW)

    outcomes = await asyncio.gather(forgotten(composed_db), purged(), return_exceptions=True)
    unexpected = [each for each in outcomes if isinstance(each, Exception)]
    assert all(isinstance(each, NotFound) for each in unexpected), outcomes
    await leaves_nothing(composed_db, GUILD)
