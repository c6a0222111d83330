"""Many deliveries at once: what one sender may do to the others, order, bounds."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import Delivery, DeliveryFailure, Receipt
from bot.scheduling.models import ScheduleRow
from sandbox import SettableClock
from tests.scheduling.receiver import DAY, KIND, Receiver, Setting

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


async def test_one_that_raises_does_not_stop_others_and_is_logged_with_a_reference(
    setting: Setting,
    clock: SettableClock,
    receiver: Receiver,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for user_id in (1, 2, 3):
        await setting.daily(user_id=user_id)

    async def send(delivery: Delivery) -> Receipt:
        if delivery.user_id == 2 and delivery.attempt == 1:
            raise ZeroDivisionError
        return await receiver.send(delivery)

    await clock.move_to(EIGHT)
    await setting.engine(send).run_due()
    assert [delivery.user_id for delivery in receiver.tries] == [1, 3]
    [retry] = [row for row in await setting.deliveries() if row.status == "retry"]
    assert retry.reason is not None
    reference = retry.reason.split()[-1]
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert reference in record.message
    assert record.exc_info is not None


async def test_one_that_hangs_is_timed_out_and_does_not_hold_others(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    for user_id in range(1, 7):
        await setting.daily(user_id=user_id)
    others = asyncio.Event()

    async def send(delivery: Delivery) -> Receipt:
        if delivery.user_id == 1:
            await asyncio.wait_for(others.wait(), 30)
            await asyncio.Event().wait()
        receipt = await receiver.send(delivery)
        if len(receiver.messages) == 5:
            others.set()
        return receipt

    await clock.move_to(EIGHT)
    await setting.engine(send, concurrency=2, lease=timedelta(seconds=1.5)).run_due()
    assert sorted(delivery.user_id or 0 for delivery in receiver.tries) == [2, 3, 4, 5, 6]
    assert sorted(await setting.outcomes()) == ["retry", *["sent"] * 5]


async def test_what_falls_due_while_one_hangs_is_sent(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily("08:00", user_id=1)
    await setting.daily("08:01", user_id=2)
    second_sent = asyncio.Event()

    async def send(delivery: Delivery) -> Receipt:
        if delivery.user_id == 1:
            await clock.advance(timedelta(minutes=1))
            await second_sent.wait()
        else:
            second_sent.set()
        return await receiver.send(delivery)

    await clock.move_to(EIGHT)
    await setting.engine(send).run_due()
    assert [delivery.user_id for delivery in receiver.tries] == [2, 1]


async def test_due_together_are_sent_in_order_with_bounded_concurrency(
    setting: Setting, clock: SettableClock
) -> None:
    order = [7, 3, 9, 1, 5, 2, 8, 4, 6]
    for place, user_id in enumerate(order):
        await setting.daily(f"08:{place // 3:02}", user_id=user_id)
    running, most, begun = 0, 0, []

    async def send(delivery: Delivery) -> Receipt:
        nonlocal running, most
        begun.append(delivery.user_id)
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        return Receipt(1, 2)

    await clock.move_to(EIGHT + timedelta(minutes=10))
    await setting.engine(send, concurrency=3).run_due()
    assert begun == order
    assert most == 3


async def test_after_downtime_what_has_just_fallen_due_does_not_wait_for_all_the_rest(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    """Also when the rest is too late, and each is told to its feature in a transaction."""
    told: list[int | None] = []

    async def on_failed(_session: AsyncSession, failure: DeliveryFailure, _now: datetime) -> None:
        told.append(failure.delivery.user_id)

    for user_id in range(1, 41):
        await setting.daily(user_id=user_id)
    fresh = EIGHT + timedelta(days=30, hours=5)
    await clock.move_to(fresh - timedelta(minutes=1))
    await setting.daily(f"{fresh:%H:%M}", user_id=99)

    async def send(delivery: Delivery) -> Receipt:
        assert len(told) < 10
        return await receiver.send(delivery)

    await clock.move_to(fresh)
    engine = setting.engine(send, concurrency=10, lateness=timedelta(hours=1), on_failed=on_failed)
    await engine.run_due()
    assert [delivery.user_id for delivery in receiver.tries] == [99]
    assert sorted(user_id or 0 for user_id in told) == list(range(1, 41))


async def test_a_sender_is_never_called_inside_a_transaction(
    setting: Setting, clock: SettableClock
) -> None:
    await setting.daily()

    async def send(delivery: Delivery) -> Receipt:
        async with asyncio.timeout(5), setting.db.begin() as session:
            await session.execute(update(ScheduleRow).values(subject="written by the sender"))
        return Receipt(1, 2)

    await clock.move_to(EIGHT)
    await setting.engine(send).run_due()
    assert await setting.outcomes() == ["sent"]


async def test_a_kind_has_one_sender(setting: Setting, receiver: Receiver) -> None:
    engine = setting.engine(receiver.send)
    with pytest.raises(ValueError, match="already has a sender"):
        engine.register(KIND, receiver.send, lateness=DAY)


async def test_a_batch_larger_than_one_transaction_is_sent_whole(
    setting: Setting, clock: SettableClock, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.scheduling.tick.BATCH", 7)
    monkeypatch.setattr("bot.scheduling.engine.BATCH", 7)
    for user_id in range(1, 31):
        await setting.daily(user_id=user_id)
    await clock.move_to(EIGHT)
    await setting.engine(receiver.send).run_due()
    assert sorted(d.user_id or 0 for d in receiver.tries) == list(range(1, 31))
