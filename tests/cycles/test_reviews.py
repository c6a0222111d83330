"""Deciding what becomes of what was open; on both databases."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from bot.cycles import queries
from bot.cycles import review_service as reviews
from bot.cycles.values import Review
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.groups import service as group_service
from bot.milestones import overrides, own
from bot.milestones import service as milestones
from tests.cycles.closing import LATER, NEXT, close, person, raw
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, GUILD, act, board, make_groups
from tests.statements import statements

sqlite_only = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


@pytest.fixture
async def closed(db: Database) -> Database:
    """Ana has a date of her own, a milestone of her own with a step; then cycle 1 is closed."""
    await make_groups(db)
    await act(db, milestones.finish, "read")
    await act(db, overrides.set_due, "talk", due="2026-12-01")
    await act(db, own.add, title="Mine")
    await act(db, own.add, title="A step", under="own-1")
    await close(db)
    return db


def states(found: Review) -> dict[str, str | None]:
    return {case.id: case.decision and case.decision.value for case in found.cases}


async def due(db: Database, milestone_id: str) -> date | None:
    item = (await board(db)).item(milestone_id)
    assert item is not None
    return item.due


async def test_p9_each_is_carried_redated_or_dropped_and_deciding_again_replaces(
    closed: Database,
) -> None:
    first = await person(closed).read(queries.review)
    ids = ("write", "talk", "left-one", "right-one", "own-1", "own-2")
    assert states(first) == dict.fromkeys(ids)
    assert first.planned["write"] == date(2026, 9, 21)
    kept, seen = await raw(closed), await board(closed)

    found = await person(closed).act(reviews.carry, "talk", number=1)
    assert (states(found)["talk"], await due(closed, "talk")) == ("carry", date(2026, 12, 1))
    assert await board(closed) == seen
    found = await person(closed).act(reviews.redate, "talk", number=1, due="2026-12-24")
    assert (states(found)["talk"], await due(closed, "talk")) == ("redate", date(2026, 12, 24))
    found = await person(closed).act(reviews.redate, "talk", number=1, due="2026-12-31")
    assert await due(closed, "talk") == date(2026, 12, 31)
    found = await person(closed).act(reviews.drop, "talk", number=1)
    assert (states(found)["talk"], (await board(closed)).item("talk")) == ("drop", None)
    # Dropped from under a new date, it comes back with the date that it had before.
    found = await person(closed).act(reviews.carry, "talk", number=1)
    assert (states(found)["talk"], await due(closed, "talk")) == ("carry", date(2026, 12, 1))
    await person(closed).act(reviews.redate, "write", number=1, due="in 2 weeks")
    assert await due(closed, "write") == date(2026, 9, 24)
    found = await person(closed).act(reviews.take_back, "write", number=1)
    assert (states(found)["write"], await due(closed, "write")) == (None, date(2026, 3, 16))

    found = await person(closed).act(reviews.drop, "own-1", number=1)
    assert "own-2" not in states(found)
    assert (await board(closed)).count.total == seen.count.total - 1
    found = await person(closed).act(reviews.take_back, "own-1", number=1)
    assert await board(closed) == seen
    assert states(found) == {**dict.fromkeys(ids), "talk": "carry"}
    assert len(found.undecided) == 5
    assert await raw(closed) == kept
    assert states(await person(closed, BEN).read(queries.review)) == dict.fromkeys(
        ("read", "write", "talk", "left-one", "right-one")
    )


@sqlite_only
async def test_p9_what_cannot_be_decided_is_said_kindly(closed: Database) -> None:
    with pytest.raises(UserError, match="is in the past") as error:
        await person(closed).act(reviews.redate, "talk", number=1, due="2026-01-01")
    assert error.value.typed == "2026-01-01"
    with pytest.raises(UserError):
        await person(closed).act(reviews.redate, "talk", number=1, due=" ")
    assert await due(closed, "talk") == date(2026, 12, 1)
    for name in ("read", "own-9", "nothing"):
        with pytest.raises(NotFound, match="not up for review"):
            await person(closed).act(reviews.carry, name, number=1)
    with pytest.raises(NotFound):
        await person(closed, BEN).act(reviews.drop, "own-1", number=1)
    for number in (0, 2, 2**62):
        with pytest.raises(UserError, match="review is over"):
            await person(closed).act(reviews.carry, "talk", number=number)
    async with closed.begin() as session:
        await groups.join(session, GUILD, 99, now=LATER)
    late = await person(closed, 99).read(queries.review)
    assert (late.was_there, late.cases) == (False, ())


async def test_p9_counting_anew_moves_the_plans_dates_and_no_own_ones(closed: Database) -> None:
    await act(closed, group_service.change_member, pace_days=7)
    look = await person(closed).read(queries.look_before_count)
    assert [(move.item.id, move.was, move.now) for move in look.moves] == [
        ("write", date(2026, 3, 23), date(2026, 9, 21))
    ]
    with pytest.raises(UserError, match="since that preview"):
        await person(closed).act(reviews.count_anew, start=date(2026, 9, 8), was=7)
    done, found = await person(closed).act(reviews.count_anew, start=NEXT, was=7)
    assert (found.board.start, found.board.pace_days) == (NEXT, 0)
    assert (done.member.started_on, done.member.pace_days) == (NEXT, 0)
    assert await due(closed, "talk") == date(2026, 12, 1)
    assert await due(closed, "read") == date(2026, 3, 16)
    assert await due(closed, "write") == date(2026, 9, 21)
    assert (await person(closed).act(reviews.count_anew, start=NEXT, was=7))[0].moves == ()
    async with closed.read() as session:
        assert (await groups.get_member(session, GUILD, BEN)).started_on == date(2026, 3, 2)


@sqlite_only
async def test_p9_before_the_first_close_there_is_nothing_to_review(db: Database) -> None:
    await make_groups(db)
    found = await person(db, ANA).read(queries.review)
    assert (found.number, found.cases) == (0, ())


@sqlite_only
async def test_a_decision_takes_a_fixed_number_of_statements(closed: Database) -> None:
    """However many were decided before; the first finds the member."""
    ana, found = person(closed), []
    for name in ("write", "left-one"):
        asked = [0]
        with statements(closed) as seen:
            for act_of in (reviews.carry, reviews.drop, reviews.take_back):
                await ana.act(act_of, name, number=1)
                asked.append(len(seen))
            await ana.act(reviews.redate, name, number=1, due="2026-12-24")
            asked.append(len(seen))
            await ana.act(reviews.carry, name, number=1)
            asked.append(len(seen))
            await ana.read(queries.review)
            asked.append(len(seen))
        found.append([now - before for before, now in pairwise(asked)])
    assert found == [[10, 15, 15, 15, 11, 9]] * 2
