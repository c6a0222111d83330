"""An act's units of work on both databases: whoever comes second does nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from bot.db import Act, Database
from bot.db.acts import KEPT, RETENTION, ActRow
from bot.db.command_sync import CommandTreeRow
from bot.errors import DoneBefore, DoneElsewhere

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
ID, NEXT_ID, KEY = 1_400_000_000_000_000_001, 1_400_000_000_000_000_002, "Zm9ybS1rZXkx"


@pytest.fixture
async def elsewhere(db: Database) -> AsyncIterator[Database]:
    """The same database, as another process has it."""
    database = Database(db.url)
    yield database
    await database.close()


async def do(act: Act, number: int, *, once_a_form: bool = False) -> None:
    """Leave a row, as what was done."""
    async with act.begin(once_a_form=once_a_form) as session:
        await session.execute(insert(CommandTreeRow).values(application_id=number, digest="done"))


async def done(db: Database) -> list[int]:
    async with db.read() as session:
        return sorted(await session.scalars(select(CommandTreeRow.application_id)))


async def test_of_two_processes_that_hear_of_an_act_one_does_it(
    db: Database, elsewhere: Database
) -> None:
    acts = [Act(database, ID, None, NOW) for database in (db, elsewhere)]
    outcomes = await asyncio.gather(
        *(do(act, number) for number, act in enumerate(acts)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["DoneElsewhere", "NoneType"]
    assert await done(db) == [outcomes.index(None)]
    assert [await act.is_done_elsewhere() for act in acts] == [
        each is not None for each in outcomes
    ]
    await do(Act(db, NEXT_ID, None, NOW), 7)


async def test_what_failed_in_one_process_is_done_by_the_other(
    db: Database, elsewhere: Database
) -> None:
    first, second = Act(db, ID, None, NOW), Act(elsewhere, ID, None, NOW)
    began = asyncio.Event()

    async def fail() -> None:
        async with first.begin():
            began.set()
            await asyncio.sleep(0)
            raise ValueError

    failing = asyncio.create_task(fail())
    await began.wait()
    await do(second, 2)
    with pytest.raises(ValueError):
        await failing
    assert await done(db) == [2]


async def test_an_act_may_have_several_units_of_work(db: Database, elsewhere: Database) -> None:
    act = Act(db, ID, None, NOW)
    await do(act, 1)
    await do(act, 2)
    with pytest.raises(DoneElsewhere):
        await do(Act(elsewhere, ID, None, NOW), 3)
    assert await done(db) == [1, 2]


async def test_a_form_counts_once_where_it_makes_something(db: Database) -> None:
    await do(Act(db, ID, KEY, NOW), 1, once_a_form=True)
    again = Act(db, NEXT_ID, KEY, NOW)
    with pytest.raises(DoneBefore):
        await do(again, 2, once_a_form=True)
    assert not await again.is_done_elsewhere()
    assert await Act(db, ID, KEY, NOW).is_done_elsewhere()
    await do(again, 3)
    assert await done(db) == [1, 3]


async def test_acts_are_forgotten_after_a_day(db: Database) -> None:
    for hours, number in ((0, 1), (1, 2), (25, 3)):
        await do(Act(db, ID + number, None, NOW + timedelta(hours=hours)), number)
    async with db.begin() as session:
        await RETENTION.purge(session, NOW + KEPT + timedelta(minutes=30))
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(ActRow)) == 2
    with pytest.raises(DoneElsewhere):
        await do(Act(db, ID + 2, None, NOW), 4)
