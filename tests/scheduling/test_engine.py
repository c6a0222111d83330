"""From due to done: catching up, what is recorded, trying again."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.scheduling import (
    Delivery,
    NothingToSend,
    NotYet,
    Receipt,
    TryLater,
)
from bot.scheduling.dispatcher import backoff
from bot.scheduling.tick import tick
from sandbox import SettableClock
from tests.scheduling.receiver import DAY, KIND, Raises, Receiver, Setting

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


async def test_r2_daily_prompts_keep_their_wall_time_through_both_changes(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily("02:30", "America/New_York", user_id=1)
    await setting.daily("01:30", "America/New_York", user_id=2)
    engine = setting.engine(receiver.send)
    for first, last in (
        ("2026-03-07", "2026-03-10"),
        ("2026-10-31", "2026-11-03"),
    ):
        await clock.move_to(datetime.fromisoformat(f"{first}T00:00Z"))
        await engine.run_due()
        clock.follow(engine)
        await clock.move_to(datetime.fromisoformat(f"{last}T00:00Z"))
        clock.unfollow(engine)
    prompts = [(d.user_id, d.due_at.isoformat()[5:16]) for d in receiver.tries]
    assert [at for user_id, at in prompts if user_id == 1 and at > "03-06T12" and at < "04"] == [
        "03-07T07:30",
        "03-08T07:00",
        "03-09T06:30",
    ]
    assert [at for user_id, at in prompts if user_id == 2 and at > "10-30T12"] == [
        "10-31T05:30",
        "11-01T05:30",
        "11-02T06:30",
    ]


async def test_next_due_is_the_earliest_of_what_this_process_can_send(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    engine = setting.engine(receiver.send)
    assert await engine.next_due() is None
    await setting.daily("07:00", kind="papers.open")
    assert await engine.next_due() is None
    await setting.daily("08:00")
    assert await engine.next_due() == EIGHT


async def test_a_kind_that_nobody_registered_stays_due(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily(kind="papers.open")
    clock.follow(setting.engine(receiver.send))
    await clock.advance(timedelta(hours=3))
    assert await setting.deliveries() == []
    clock.follow(setting.engine(receiver.send, kind="papers.open"))
    await clock.advance(timedelta(0))
    assert receiver.periods == ["2026-03-02"]


async def test_r9_downtime_gives_one_catch_up_for_the_latest_date(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily()
    await clock.advance(timedelta(days=9, hours=3))
    engine = setting.engine(receiver.send)
    await engine.run_due()
    await engine.run_due()
    assert receiver.periods == ["2026-03-11"]
    assert await engine.next_due() == datetime(2026, 3, 12, 8, tzinfo=UTC)


async def test_r9_prompts_too_old_are_dropped_as_missed(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily()
    await clock.advance(timedelta(hours=8, seconds=1))
    engine = setting.engine(receiver.send, lateness=timedelta(hours=6))
    await engine.run_due()
    assert receiver.tries == []
    assert await setting.outcomes() == ["missed"]
    assert await engine.next_due() == EIGHT + DAY


async def test_a_tick_already_tells_what_is_too_late(
    setting: Setting, clock: SettableClock
) -> None:
    await setting.daily(user_id=1, kind="papers.open")
    await setting.daily(user_id=2)
    await clock.advance(timedelta(hours=9))
    lateness = {"papers.open": DAY, KIND: timedelta(hours=6)}
    async with setting.db.begin() as session:
        assert await tick(await session.connection(), clock.now(), lateness) == 2
    assert sorted(await setting.outcomes()) == ["due", "missed"]


async def test_one_is_in_time_up_to_its_lateness(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily()
    await clock.advance(timedelta(hours=8))
    await setting.engine(receiver.send, lateness=timedelta(hours=6)).run_due()
    assert receiver.periods == ["2026-03-02"]


async def test_what_was_sent_is_on_record_with_its_message(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily(user_id=2**63 - 1)
    await clock.move_to(EIGHT)
    await setting.engine(receiver.send).run_due()
    [delivery] = receiver.tries
    assert (delivery.user_id, delivery.kind, delivery.attempt) == (2**63 - 1, KIND, 1)
    assert len(delivery.nonce) <= 25
    [row] = await setting.deliveries()
    assert (row.status, row.channel_id, row.message_id) == ("sent", 77, row.id)
    assert (row.attempt, row.next_try_at, row.finished_at) == (1, None, EIGHT)


async def test_every_delivery_has_a_random_nonce(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    """A fresh or restored database counts its ids from one again; Discord knows the old ones."""
    for user_id in range(1, 31):
        await setting.daily(user_id=user_id)
    await clock.move_to(EIGHT)
    await setting.engine(receiver.send).run_due()
    nonces = {delivery.nonce for delivery in receiver.tries}
    assert len(nonces) == 30
    assert all(re.fullmatch("[0-9a-f]{24}", nonce) for nonce in nonces)


async def test_what_a_gate_keeps_out_never_reaches_its_sender(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily()
    await clock.move_to(EIGHT)
    engine = setting.engine(receiver.send)

    async def closed(_guild_id: int) -> bool:
        return False

    engine.only_where(closed)
    await engine.run_due()
    assert receiver.tries == []
    [row] = await setting.deliveries()
    assert (row.status, row.reason) == ("undeliverable", "I am no longer in the server")


async def test_nothing_to_send_is_recorded_and_not_tried_again(
    setting: Setting, clock: SettableClock
) -> None:
    await setting.daily()
    sender = Raises(NothingToSend())
    clock.follow(setting.engine(sender.send))
    await clock.advance(timedelta(hours=12))
    [row] = await setting.deliveries()
    assert (row.status, row.message_id, row.reason) == ("sent", None, "nothing to send")
    assert len(sender.tries) == 1


async def test_waiting_for_a_limit_is_no_try(setting: Setting, clock: SettableClock) -> None:
    await setting.daily()
    sender = Raises(NotYet(timedelta(seconds=10)), NotYet(timedelta(minutes=5)))
    clock.follow(setting.engine(sender.send))
    await clock.move_to(EIGHT + timedelta(seconds=9))
    assert len(sender.tries) == 1
    await clock.advance(timedelta(minutes=6))
    assert [delivery.attempt for delivery in sender.tries] == [1, 1, 1]
    [row] = await setting.deliveries()
    assert (row.status, row.attempt) == ("sent", 1)


async def test_failures_are_tried_again_with_growing_gaps_then_sent(
    setting: Setting, clock: SettableClock
) -> None:
    await setting.daily()
    sender = Raises(*(TryLater() for _ in range(4)))
    times: list[datetime] = []

    async def send(delivery: Delivery) -> Receipt:
        times.append(clock.now())
        return await sender.send(delivery)

    clock.follow(setting.engine(send))
    await clock.advance(timedelta(hours=3))
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    least = (2.5, 5, 10, 20)
    assert [low <= gap <= 2 * low for low, gap in zip(least, gaps, strict=True)] == [True] * 4
    assert [delivery.attempt for delivery in sender.tries] == [1, 2, 3, 4, 5]
    assert len({delivery.nonce for delivery in sender.tries}) == 1
    [row] = await setting.deliveries()
    assert (row.status, row.attempt) == ("sent", 5)


def test_backoff_grows_to_a_bound_and_is_never_the_same_for_all() -> None:
    assert all(
        timedelta(minutes=7.5) <= backoff(attempt) <= timedelta(minutes=15)
        for attempt in (9, 100, 10_000)
    )
    assert len({backoff(3) for _ in range(20)}) > 1


async def test_attempts_survive_a_restart(setting: Setting, clock: SettableClock) -> None:
    await setting.daily()
    sender = Raises(TryLater(timedelta(minutes=5)), TryLater(timedelta(minutes=5)))
    await clock.move_to(EIGHT)
    for _ in range(3):
        await setting.engine(sender.send).run_due()
        await clock.advance(timedelta(minutes=5))
    assert [delivery.attempt for delivery in sender.tries] == [1, 2, 3]


async def test_a_wait_that_the_other_side_asked_for_is_kept(
    setting: Setting, clock: SettableClock
) -> None:
    await setting.daily()
    await clock.move_to(EIGHT)
    engine = setting.engine(Raises(TryLater(timedelta(minutes=7)), TryLater(timedelta(0))).send)
    await engine.run_due()
    assert await engine.next_due() == EIGHT + timedelta(minutes=7)
    await clock.advance(timedelta(minutes=7))
    await engine.run_due()
    assert await setting.outcomes() == ["retry"]
    assert await engine.next_due() == clock.now() + timedelta(seconds=1)


async def test_retries_end_as_missed_when_the_next_would_be_too_late(
    setting: Setting, clock: SettableClock
) -> None:
    await setting.daily()
    sender = Raises(*(TryLater() for _ in range(100)))
    engine = setting.engine(sender.send, lateness=timedelta(minutes=2))
    clock.follow(engine)
    await clock.advance(timedelta(hours=12))
    assert await setting.outcomes() == ["missed"]
    assert 3 < len(sender.tries) < 10
    assert await engine.next_due() == EIGHT + DAY


@pytest.mark.parametrize(
    ("wait", "outcome"), [(timedelta(hours=6), "retry"), (timedelta(hours=6, seconds=1), "missed")]
)
async def test_a_wait_past_the_lateness_is_not_begun(
    setting: Setting, clock: SettableClock, wait: timedelta, outcome: str
) -> None:
    await setting.daily()
    await clock.move_to(EIGHT)
    await setting.engine(Raises(TryLater(wait)).send, lateness=timedelta(hours=6)).run_due()
    assert await setting.outcomes() == [outcome]


async def test_a_claim_that_is_found_too_late_is_missed(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily()
    await clock.move_to(EIGHT)
    await setting.engine(Raises(TryLater()).send).run_due()
    await clock.advance(timedelta(hours=7))
    await setting.engine(receiver.send).run_due()
    assert receiver.tries == []
    assert await setting.outcomes() == ["missed"]
