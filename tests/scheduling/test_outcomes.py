"""Those who are sent together are recorded together, and each of them is recorded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.errors import DatabaseUnavailable
from bot.scheduling import Delivery, Receipt
from bot.scheduling.delivery_queue import claim
from bot.scheduling.outcomes import Outcomes
from bot.scheduling.tick import tick
from sandbox import SettableClock
from tests.scheduling.receiver import DAY, KIND, Receiver, Setting

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)
MEMBERS = 40


class CountingDatabase(Database):
    """Counts units of work that write; fails the next ones as told."""

    begun = 0
    failing = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        self.begun += 1
        if self.failing:
            self.failing -= 1
            raise DatabaseUnavailable("locked")
        async with super().begin() as session:
            yield session


@pytest.fixture
async def database(db_url: str) -> AsyncIterator[CountingDatabase]:
    database = CountingDatabase(db_url)
    yield database
    await database.close()


class Together(Receiver):
    """A sender of so many that all end in one moment."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.all_there = asyncio.Barrier(number)

    async def send(self, delivery: Delivery) -> Receipt:
        await self.all_there.wait()
        return await super().send(delivery)


async def test_those_who_are_sent_together_share_transactions(
    database: CountingDatabase, clock: SettableClock
) -> None:
    setting, receiver = Setting(database, clock), Together(MEMBERS)
    for user_id in range(1, MEMBERS + 1):
        await setting.daily(user_id=user_id)
    await clock.move_to(EIGHT)
    database.begun = 0
    await setting.engine(receiver.send, concurrency=MEMBERS).run_due()
    assert await setting.outcomes() == ["sent"] * MEMBERS
    rows = await setting.deliveries()
    assert {row.message_id for row in rows} == {row.id for row in rows}
    assert database.begun <= 6, "a tick or two, a claim or two, the first outcome and the others"


async def test_more_than_one_transaction_takes_are_all_recorded(
    database: CountingDatabase, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.scheduling.outcomes.MOST", 3)
    setting, receiver = Setting(database, clock), Together(MEMBERS)
    for user_id in range(1, MEMBERS + 1):
        await setting.daily(user_id=user_id)
    await clock.move_to(EIGHT)
    await setting.engine(receiver.send, concurrency=MEMBERS).run_due()
    assert await setting.outcomes() == ["sent"] * MEMBERS
    assert len(receiver.tries) == MEMBERS


async def test_what_a_failing_database_did_not_record_falls_due_again(
    database: CountingDatabase, clock: SettableClock
) -> None:
    setting, receiver = Setting(database, clock), Together(8)
    for user_id in range(1, 9):
        await setting.daily(user_id=user_id)
    await clock.move_to(EIGHT)

    async def send(delivery: Delivery) -> Receipt:
        receipt = await receiver.send(delivery)
        if delivery.attempt == 1:
            database.failing = 2
        return receipt

    engine = setting.engine(send, concurrency=8)
    await engine.run_due()
    assert await setting.outcomes() == ["sending"] * 8
    database.failing = 0
    await clock.advance(timedelta(seconds=60))
    await engine.run_due()
    assert await setting.outcomes() == ["sent"] * 8
    assert len(receiver.messages) == 8


async def test_who_is_cancelled_while_it_waits_is_recorded_with_the_next(
    database: CountingDatabase, clock: SettableClock
) -> None:
    setting = Setting(database, clock)
    for user_id in (1, 2, 3):
        await setting.daily(user_id=user_id)
    await clock.move_to(EIGHT)
    async with database.begin() as session:
        await tick(await session.connection(), EIGHT, {KIND: DAY})
        claimed = await claim(session, EIGHT, [KIND], lease=DAY, limit=3)
    outcomes = Outcomes(database, clock)
    tasks = [asyncio.create_task(outcomes.sent(each, Receipt(1, 2), None)) for each in claimed]
    await asyncio.sleep(0)
    tasks[1].cancel()
    assert await asyncio.gather(*tasks, return_exceptions=True) != []
    assert tasks[1].cancelled()
    assert await setting.outcomes() == ["sent"] * 3
