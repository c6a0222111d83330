"""Deliveries that will not arrive: each is recorded, and told to its feature once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.scheduling import (
    Delivery,
    DeliveryFailure,
    DeliveryStatus,
    Receipt,
    TryLater,
    Undeliverable,
    drop,
)
from bot.scheduling.models import DeliveryRow, ScheduleRow
from sandbox import SettableClock
from tests.scheduling.receiver import DAY, KIND, Raises, Receiver, Setting, kill_when

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Failures:
    """What a feature does about failures; ``faults`` are raised first, one each time."""

    faults: list[Exception] = field(default_factory=list)
    seen: list[DeliveryFailure] = field(default_factory=list)

    async def note(self, session: AsyncSession, failure: DeliveryFailure, now: datetime) -> None:
        """Remember the failure, here and in its schedule's zone of the same transaction."""
        if self.faults:
            raise self.faults.pop()
        delivery = failure.delivery
        row = await session.get_one(DeliveryRow, delivery.id)
        assert (row.status, row.reason, row.finished_at) == (failure.status, failure.reason, now)
        # The effect of each call is a star more: a call that is rolled back leaves none.
        await session.execute(
            update(ScheduleRow)
            .where(ScheduleRow.id == row.schedule_id)
            .values(subject=ScheduleRow.subject + "*")
        )
        self.seen.append(failure)


async def stars(db: Database) -> list[str]:
    """The effects of the calls, a string for each schedule."""
    async with db.read() as session:
        return list(await session.scalars(select(ScheduleRow.subject).order_by(ScheduleRow.id)))


@pytest.fixture
def failures() -> Failures:
    return Failures()


async def test_r8_a_refusal_is_told_once(
    setting: Setting, clock: SettableClock, failures: Failures
) -> None:
    await setting.daily()
    refused = Raises(Undeliverable("their direct messages are closed"))
    clock.follow(setting.engine(refused.send, on_failed=failures.note))
    await clock.advance(20 * HOUR)
    [failure] = failures.seen
    assert (failure.status, failure.delivery.user_id) == (DeliveryStatus.UNDELIVERABLE, 1)
    assert failure.reason == "their direct messages are closed"
    assert len(refused.tries) == 1
    assert await setting.outcomes() == ["undeliverable"]
    assert await stars(setting.db) == ["*"]


async def test_what_is_too_old_at_the_tick_is_told_once(
    setting: Setting, clock: SettableClock, receiver: Receiver, failures: Failures
) -> None:
    await setting.daily()
    await clock.advance(9 * HOUR)
    engine = setting.engine(receiver.send, on_failed=failures.note)
    await engine.run_due()
    await engine.run_due()
    [failure] = failures.seen
    assert (failure.status, failure.reason) == (DeliveryStatus.MISSED, "too late")
    assert failure.delivery.due_at == EIGHT
    assert receiver.tries == []
    assert await setting.outcomes() == ["missed"]
    assert await engine.next_due() == EIGHT + DAY


async def test_what_is_too_old_when_it_is_claimed_is_told_once(
    setting: Setting, clock: SettableClock, receiver: Receiver, failures: Failures
) -> None:
    await setting.daily()
    await clock.move_to(EIGHT)
    await setting.engine(Raises(TryLater()).send).run_due()
    await clock.advance(7 * HOUR)
    await setting.engine(receiver.send, on_failed=failures.note).run_due()
    [failure] = failures.seen
    assert (failure.status, failure.reason) == (DeliveryStatus.MISSED, "too late")
    assert receiver.tries == []
    assert await setting.outcomes() == ["missed"]


async def test_what_gets_too_old_while_it_is_tried_is_told_once(
    setting: Setting, clock: SettableClock, failures: Failures
) -> None:
    await setting.daily()
    sender = Raises(*(TryLater() for _ in range(100)))
    clock.follow(
        setting.engine(sender.send, lateness=timedelta(minutes=2), on_failed=failures.note)
    )
    await clock.advance(12 * HOUR)
    [failure] = failures.seen
    assert (failure.status, failure.reason) == (DeliveryStatus.MISSED, "could not be sent yet")
    assert failure.delivery.attempt == len(sender.tries) > 3
    assert await setting.outcomes() == ["missed"]
    assert await stars(setting.db) == ["*"]


async def test_a_failure_and_what_follows_from_it_are_one_transaction(
    setting: Setting, clock: SettableClock, failures: Failures, caplog: pytest.LogCaptureFixture
) -> None:
    await setting.daily(user_id=1)
    failures.faults = [RuntimeError("a fault in the feature")]
    refused = Raises(Undeliverable("closed"), Undeliverable("closed"))
    engine = setting.engine(refused.send, on_failed=failures.note)
    await clock.move_to(EIGHT)
    await engine.run_due()
    assert await setting.outcomes() == ["sending"]
    assert "outcome was not recorded" in caplog.text
    await clock.advance(timedelta(seconds=60))
    await engine.run_due()
    assert await setting.outcomes() == ["undeliverable"]
    assert await stars(setting.db) == ["*"]


async def test_a_fault_in_telling_of_one_missed_holds_up_no_other(
    setting: Setting, clock: SettableClock, receiver: Receiver, failures: Failures
) -> None:
    await setting.daily("08:00", user_id=1)
    await setting.daily("14:30", user_id=2)
    await clock.advance(9 * HOUR)
    failures.faults = [RuntimeError("a fault in the feature")]
    engine = setting.engine(receiver.send, on_failed=failures.note)
    await engine.run_due()
    assert [delivery.user_id for delivery in receiver.tries] == [2]
    assert await setting.outcomes() == ["sending", "sent"]
    await clock.advance(timedelta(seconds=60))
    await engine.run_due()
    assert await setting.outcomes() == ["missed", "sent"]
    assert await stars(setting.db) == ["*", ""]


async def test_killed_among_many_missed_each_is_told_exactly_once(
    db_url: str, clock: SettableClock, receiver: Receiver
) -> None:
    doomed, failures, reached = Database(db_url), Failures(), asyncio.Event()
    for user_id in range(1, 31):
        await Setting(doomed, clock).daily(user_id=user_id)
    await clock.advance(9 * HOUR)

    async def note_twelve(session: AsyncSession, failure: DeliveryFailure, now: datetime) -> None:
        await failures.note(session, failure, now)
        if len(failures.seen) > 12:
            reached.set()
            await asyncio.Event().wait()

    engine = Setting(doomed, clock).engine(receiver.send, on_failed=note_twelve)
    await kill_when(reached, asyncio.create_task(engine.run_due()))
    await doomed.close()

    databases = [Database(db_url) for _ in range(2)]
    assert sorted(set(await stars(databases[0]))) == ["", "*"]
    for _ in range(2):
        engines = [
            Setting(database, clock).engine(receiver.send, on_failed=failures.note)
            for database in databases
        ]
        await asyncio.gather(*(engine.run_due() for engine in engines))
        await clock.advance(timedelta(seconds=60))
    assert await stars(databases[0]) == ["*"] * 30
    assert await Setting(databases[0], clock).outcomes() == ["missed"] * 30
    assert receiver.tries == []
    for database in databases:
        await database.close()


async def test_one_that_was_cancelled_is_not_missed(
    setting: Setting, clock: SettableClock, failures: Failures
) -> None:
    await setting.daily()

    async def send(delivery: Delivery) -> Receipt:
        async with setting.db.begin() as session:
            await drop(session, delivery.guild_id, kind=KIND, user_id=delivery.user_id)
        raise TryLater(7 * HOUR)

    await clock.move_to(EIGHT)
    await setting.engine(send, on_failed=failures.note).run_due()
    assert failures.seen == []
    assert await setting.outcomes() == ["cancelled"]
