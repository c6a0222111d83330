"""Whatever twenty members did, one who is forgotten leaves nothing, and the others lose nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.about_person import records_of_person
from bot.actions import service as actions
from bot.community import service as community
from bot.db import Base, Database
from bot.errors import UserError
from bot.forgetting import service
from bot.groups.values import MemberCaller
from bot.interests import opinions
from bot.interests.values import Opinion
from bot.milestones import overrides, own
from bot.milestones import service as milestones
from bot.papers import ballot_service, nominations
from bot.projects import service as projects
from bot.reproductions import rules as attempts
from bot.reproductions import service as reproductions
from bot.retros import card_service
from bot.retros import service as retros
from bot.reviews import rota_service
from bot.routine import service as routine
from bot.routine.values import EntryOutcome
from tests.forgetting.everything import GUILD, caller, stored
from tests.groups import acting as groups
from tests.papers.group import OPENS, announce, entry, found_group, open_round

PEOPLE = tuple(4_000_000_000_000_001 + 7 * number for number in range(20))
MILESTONES = ("theory-problem-sets", "theory-paper-summaries", "projects-first-pr")
Act = Callable[[AsyncSession, MemberCaller], Awaitable[object]]


def said(who: MemberCaller) -> str:
    """Words of theirs that can be found."""
    return f"Zebrafink {who.user_id}"


def acts(random: Random, round_id: int, retro_id: int) -> list[Act]:
    """What anybody may do next; some of it is refused, as it is to anybody."""
    milestone, key = random.choice(MILESTONES), f"2603.0000{random.randint(1, 3)}"
    other = random.choice(PEOPLE)
    return [
        lambda s, who: milestones.finish(s, who, milestone, note=said(who)),
        lambda s, who: milestones.share(s, who, milestone),
        lambda s, who: milestones.start(s, who, milestone),
        lambda s, who: overrides.set_due(s, who, milestone, due="2026-04-01"),
        lambda s, who: own.add(s, who, title=said(who)),
        lambda s, who: routine.answer(s, who, who.today, EntryOutcome.DONE),
        lambda s, who: routine.write_note(s, who, who.today, said(who)),
        lambda s, who: ballot_service.cast(s, who, round_id, [key]),
        lambda s, who: nominations.nominate(s, who, key, is_named=True),
        lambda s, who: opinions.say(s, who, key, Opinion(), likes=True),
        lambda s, who: rota_service.count_in(s, who),
        lambda s, who: community.add(s, who, name=str(random.random()), deadline="2026-05-01"),
        # An anonymous card stays: nothing ties it to anybody but what they themselves wrote.
        lambda s, who: card_service.add_card(s, who, retro_id, 0, "Fewer meetings"),
        lambda s, who: actions.add_action(
            s, who, text="Write it down", owner_id=other, due="2026-04-01", retro_id=retro_id
        ),
        lambda s, who: projects.begin(
            s, who, title=said(who), summary="", repository="", pain_points=[], block=""
        ),
        lambda s, who: reproductions.note(
            s,
            who,
            key,
            attempts.entry(
                tried=said(who), repository="", outcome="failed", note="", is_released=True
            ),
        ),
    ]


async def lived(db: Database, random: Random) -> None:
    """Twenty members do two hundred things."""
    await announce(db, *(entry(number) for number in range(1, 4)), now=OPENS)
    await found_group(db, GUILD, members=PEOPLE, now=OPENS)
    found = await open_round(db, GUILD, now=OPENS)
    assert found is not None
    async with db.begin() as session:
        opened = await retros.open_retro(session, groups.organiser(GUILD, now=OPENS))
    for _ in range(200):
        act = random.choice(acts(random, found.id, opened.retro.id))
        with suppress(UserError):
            async with db.begin() as session:
                await act(session, await groups.member(session, GUILD, _any(random), now=OPENS))


def _any(random: Random) -> int:
    return random.choice(PEOPLE)


async def held(db: Database, user_id: int) -> Any:
    async with db.read() as session:
        return await records_of_person(session, GUILD, user_id)


def others(rows: dict[str, list[tuple[Any, ...]]], forgotten: int) -> Counter[tuple[str, str]]:
    """How many rows each table has of each other member."""
    found: Counter[tuple[str, str]] = Counter()
    for table in Base.metadata.sorted_tables:
        for row in rows[table.name]:
            for person in PEOPLE:
                if person != forgotten and str(person) in repr(row):
                    found[table.name, str(person)] += 1
    return found


@pytest.mark.parametrize("seed", range(3))
async def test_m1_nothing_is_left_of_one_and_nobody_elses_counts_change(
    composed_db: Database, seed: int
) -> None:
    random = Random(seed)
    await lived(composed_db, random)
    forgotten = _any(random)
    before = await stored(composed_db)
    assert str(forgotten) in repr(before)
    ballots = len(before["paper_ballots"])
    theirs = {person: await held(composed_db, person) for person in PEOPLE}
    async with composed_db.begin() as session:
        await service.forget(session, caller(GUILD, forgotten, OPENS))
    after = await stored(composed_db)
    assert str(forgotten) not in repr(after)
    assert others(after, forgotten) == others(before, forgotten)
    for person in PEOPLE:
        if person != forgotten:
            assert await held(composed_db, person) == theirs[person], seed
    cast = len(theirs[forgotten]["papers"]["paper_ballots"])
    assert len(after["paper_ballots"]) == ballots - cast, "an open vote loses that ballot alone"
    assert after["conferences"] == before["conferences"], "the group keeps what it has"
