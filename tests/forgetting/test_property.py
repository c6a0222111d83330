"""Whatever twenty members did, one who is forgotten leaves nothing, and the others lose nothing.

Each example is lived in a transaction that is taken back, from a seed: fixed ones, and new ones at
each run. One that failed is looked at again with ``FORGET_SEED=…``; ``FORGET_EXAMPLES=…`` asks for
more of them.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from random import Random, SystemRandom
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.about_person import records_of_person
from bot.db import Base, Database
from bot.errors import UserError
from bot.feature import Records
from bot.forgetting import service
from bot.papers.models import RoundRow
from bot.partners.values import TellSubject, Why
from tests.forgetting.everything import GUILD, NOW, caller, ground, insert_rows, rows_in
from tests.forgetting.random_acts import OPEN, PEOPLE, acts, said
from tests.groups import acting as groups
from tests.papers.group import announce, entry, found_group

ACTS = 150
ROTA = {"paper_review_turns", "paper_reviewers", "paper_review_skips"}
"""Who waits next takes over a review that was theirs to write, and waits anew."""

ABOUT_OTHERS = {"partner_not_with", "signed_talk_feedback", "talk_feedback_marks"}
"""It goes with whom it is about: whom one avoids, who gave the talk."""

NOT_COMPARED = ROTA | ABOUT_OTHERS
FIXED = (1, 2)
SEED = os.environ.get("FORGET_SEED")
EXAMPLES = int(os.environ.get("FORGET_EXAMPLES", "3"))
Stored = dict[str, list[tuple[Any, ...]]]


class TakenBack(Exception):
    """So that the example leaves nothing."""


def seeds() -> list[int]:
    """The examples of this run."""
    if SEED is not None:
        return [int(SEED)]
    return [*FIXED, *(SystemRandom().randrange(2**32) for _ in range(EXAMPLES - len(FIXED)))]


async def lived(session: AsyncSession, random: Random) -> list[str]:
    """Twenty members do many things, some of them refused; gives what was done."""
    done = []
    deck: list[str] = []
    for _ in range(ACTS):
        known = acts(random)
        # Each act is tried before one is tried again.
        deck = deck or random.sample(list(known), len(known))
        name = deck.pop()
        act = known[name]
        who = random.choice(PEOPLE)
        with suppress(UserError):
            async with session.begin_nested():
                await act(session, await groups.member(session, GUILD, who, now=NOW))
            done.append(f"{PEOPLE.index(who)} {name}")
        session.expunge_all()
    return done


async def held(session: AsyncSession, user_id: int) -> dict[str, Records]:
    """What an export says of them, but for what is not compared."""
    found = await records_of_person(session, GUILD, user_id)
    return {
        name: {table: rows for table, rows in of.items() if table not in NOT_COMPARED}
        for name, of in found.items()
    }


def others(rows: Stored, forgotten: int) -> Counter[tuple[str, str]]:
    """How many rows each table has of each other member, but for those not compared."""
    others = [str(person) for person in PEOPLE if person != forgotten]
    found: Counter[tuple[str, str]] = Counter()
    for table in Base.metadata.sorted_tables:
        for row in rows[table.name] if table.name not in NOT_COMPARED else ():
            text = repr(row)
            found.update((table.name, person) for person in others if person in text)
    return found


def without_loss(held_of: dict[str, Records], pairs: set[Any]) -> dict[str, Records]:
    """The same without messages that one of these pairs has ended."""
    told = {str(TellSubject(pair, Why.ENDED)) for pair in pairs}
    of_group = held_of["groups"]
    rows = [row for row in of_group["schedules"] if row["subject"] not in told]
    return {**held_of, "groups": {**of_group, "schedules": rows}}


def pairs_of(held_of: dict[str, Records]) -> set[Any]:
    """The pairs that somebody is or was in."""
    return {row["pair_id"] for row in held_of["partners"]["partners"]}


async def example(session: AsyncSession, seed: int) -> Counter[str]:
    """One of them, from its seed; gives the acts that were done."""
    random = Random(seed)
    done = await lived(session, random)
    forgotten = random.choice(PEOPLE)
    told = f"FORGET_SEED={seed}, {PEOPLE.index(forgotten)} is forgotten: {', '.join(done)}"
    before = await rows_in(session)
    assert str(forgotten) in repr(before), told
    looked_at = [person for person in random.sample(PEOPLE, 6) if person != forgotten]
    theirs = {person: await held(session, person) for person in (forgotten, *looked_at)}
    await service.forget(session, caller(GUILD, forgotten, NOW))
    session.expunge_all()
    after = await rows_in(session)
    assert str(forgotten) not in repr(after), told
    assert said(forgotten) not in repr(after), told
    of_others, now = others(before, forgotten), others(after, forgotten)
    assert not of_others - now, told
    assert {table for table, _person in now - of_others} <= {"schedules"}, told
    for person in looked_at:
        # Whoever loses a study partner is told.
        lost = pairs_of(theirs[person]) & pairs_of(theirs[forgotten])
        found = without_loss(await held(session, person), lost)
        assert found == without_loss(theirs[person], lost), f"{person}: {told}"
    cast = len(theirs[forgotten]["papers"]["paper_ballots"])
    kept = len(before["paper_ballots"]) - cast
    assert len(after["paper_ballots"]) == kept, f"an open vote loses that ballot alone: {told}"
    for table in ("conferences", "actions", "plan_versions", "health_totals", "health_figures"):
        assert len(after[table]) == len(before[table]), f"the group keeps its {table}: {told}"
    return Counter(each.split(" ", 1)[1] for each in done)


async def test_m1_nothing_is_left_of_one_and_nobody_elses_counts_change(
    composed_db: Database,
) -> None:
    await announce(composed_db, *(entry(number) for number in range(1, 4)), now=NOW)
    await found_group(composed_db, GUILD, members=PEOPLE, now=NOW)
    async with composed_db.begin() as session:
        await insert_rows(session, ground(GUILD))
        closes = {"closes_at": NOW + timedelta(days=3)}
        await session.execute(update(RoundRow).where(RoundRow.id == OPEN).values(**closes))
    done: Counter[str] = Counter()
    for seed in seeds():
        with suppress(TakenBack):
            async with composed_db.begin() as session:
                done += await example(session, seed)
                raise TakenBack
    usual = {"answer", "card", "cast", "finish", "health", "nominate", "promise", "rate", "review"}
    usual |= {"suggest", "release a share", "propose a talk", "take part", "never with"}
    assert SEED is not None or usual <= done.keys(), "these are not always refused"
