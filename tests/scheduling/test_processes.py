"""Killed, restarted, drained, and several at once: every message is sent exactly once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.scheduling import Delivery, DeliveryEngine, Receipt, TryLater, drop
from sandbox import SettableClock
from tests.scheduling.receiver import DAY, GUILD, KIND, Receiver, Setting, kill_when, until

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)
LEASE = timedelta(seconds=60)


class DoomedDatabase(Database):
    """A database whose units of work never begin once the process is doomed."""

    doomed = False

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Hang when doomed, as if the process had stopped here."""
        if self.doomed:
            await asyncio.Event().wait()
        async with super().begin() as session:
            yield session


class SlowDatabase(Database):
    """A database whose unit of work goes on after it is committed, where ``stays`` says so."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.stays: Callable[[], Awaitable[bool]] | None = None
        self.go_on = asyncio.Event()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Commit, and then wait."""
        async with super().begin() as session:
            yield session
        if self.stays is not None and await self.stays():
            await self.go_on.wait()


@pytest.mark.parametrize("point", ["claimed", "sent", "unmarked"])
async def test_r9_killed_at_any_point_and_restarted_sends_exactly_once(
    db_url: str, clock: SettableClock, receiver: Receiver, point: str
) -> None:
    doomed = DoomedDatabase(db_url)
    for user_id in (1, 2, 3):
        await Setting(doomed, clock).daily(user_id=user_id)
    reached = asyncio.Event()

    async def send(delivery: Delivery) -> Receipt:
        if point != "claimed":
            await receiver.send(delivery)
        if delivery.user_id == 3:
            reached.set()
        if point == "unmarked":
            doomed.doomed = True
            return Receipt(77, 1)
        await asyncio.Event().wait()
        raise AssertionError("killed before")

    await clock.move_to(EIGHT)
    engine = Setting(doomed, clock).engine(send)
    await kill_when(reached, asyncio.create_task(engine.run_due()))
    await doomed.close()

    database = Database(db_url)
    restarted = Setting(database, clock).engine(receiver.send)
    await restarted.run_due()
    assert len(receiver.tries) == (0 if point == "claimed" else 3)
    assert await restarted.next_due() == EIGHT + LEASE
    await clock.advance(LEASE)
    await restarted.run_due()
    assert sorted(delivery.user_id or 0 for delivery in receiver.messages.values()) == [1, 2, 3]
    assert {delivery.attempt for delivery in receiver.tries[-3:]} == {2}
    assert await Setting(database, clock).outcomes() == ["sent"] * 3
    assert await restarted.next_due() == EIGHT + DAY
    await database.close()


async def test_several_processes_never_send_the_same_one_twice(
    db_url: str, clock: SettableClock, receiver: Receiver
) -> None:
    databases = [Database(db_url) for _ in range(3)]
    for user_id in range(1, 61):
        await Setting(databases[0], clock).daily(user_id=user_id)

    async def send(delivery: Delivery) -> Receipt:
        await asyncio.sleep(0)
        return await receiver.send(delivery)

    await clock.move_to(EIGHT)
    engines = [Setting(database, clock).engine(send, concurrency=3) for database in databases]
    await asyncio.gather(*(engine.run_due() for engine in engines))
    await engines[0].run_due()
    assert sorted(delivery.user_id or 0 for delivery in receiver.tries) == list(range(1, 61))
    for database in databases:
        await database.close()


async def test_calls_at_the_same_time_wait_for_one_another(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    for user_id in range(1, 21):
        await setting.daily(user_id=user_id)
    claimed = []

    async def send(delivery: Delivery) -> Receipt:
        claimed.append((await setting.outcomes()).count("sending"))
        return await receiver.send(delivery)

    engine = setting.engine(send, concurrency=2)
    await clock.move_to(EIGHT)
    await asyncio.gather(*(engine.run_due() for _ in range(5)))
    assert len(receiver.tries) == 20
    assert max(claimed) <= 4


async def test_a_running_send_is_not_repeated_when_the_clock_leaps_past_its_lease(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily(user_id=1)
    await setting.daily(user_id=2)

    async def third_is_sent() -> bool:
        return (await setting.outcomes())[2:] == ["sent"]

    async def send(delivery: Delivery) -> Receipt:
        receipt = await receiver.send(delivery)
        if delivery.user_id == 1:
            await clock.advance(timedelta(hours=1))
            await until(third_is_sent)
        return receipt

    await clock.move_to(EIGHT)
    await setting.daily("08:30", user_id=3)
    await setting.engine(send).run_due()
    assert [delivery.user_id for delivery in receiver.tries] == [1, 2, 3]
    assert await setting.outcomes() == ["sent"] * 3


async def test_a_late_answer_does_not_overwrite_a_newer_claim(
    db_url: str, clock: SettableClock, receiver: Receiver
) -> None:
    slow_database, fast_database = Database(db_url), Database(db_url)
    await Setting(slow_database, clock).daily()
    taken, answer = asyncio.Event(), asyncio.Event()

    async def slow(delivery: Delivery) -> Receipt:
        taken.set()
        await answer.wait()
        return Receipt(1, 111)

    async def fast(delivery: Delivery) -> Receipt:
        answer.set()
        await run
        return await receiver.send(delivery)

    await clock.move_to(EIGHT)
    run = asyncio.create_task(Setting(slow_database, clock).engine(slow).run_due())
    await taken.wait()
    await clock.advance(LEASE)
    await Setting(fast_database, clock).engine(fast).run_due()
    [row] = await Setting(fast_database, clock).deliveries()
    assert (row.status, row.attempt, row.channel_id) == ("sent", 2, 77)
    await slow_database.close()
    await fast_database.close()


async def test_a_claim_that_waited_for_long_is_not_sent_but_falls_due_again(
    setting: Setting,
    clock: SettableClock,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await setting.daily(user_id=1)
    await setting.daily(user_id=2)
    loop = asyncio.get_running_loop()
    loop_time = loop.time

    async def both_are_claimed() -> bool:
        return await setting.outcomes() == ["sending"] * 2

    async def send(delivery: Delivery) -> Receipt:
        if delivery.user_id == 1:
            await until(both_are_claimed)
            # As if the machine had slept for more than half of the second one's lease.
            monkeypatch.setattr(loop, "time", lambda: loop_time() + 31)
        return await receiver.send(delivery)

    await clock.move_to(EIGHT)
    await setting.engine(send, concurrency=1).run_due()
    assert [delivery.user_id for delivery in receiver.tries] == [1]
    assert await setting.outcomes() == ["sent", "sending"]
    await clock.advance(LEASE)
    await setting.engine(receiver.send).run_due()
    assert [(delivery.user_id, delivery.attempt) for delivery in receiver.tries] == [(1, 1), (2, 2)]
    assert await setting.outcomes() == ["sent"] * 2


async def test_drain_waits_for_running_sends_and_gives_back_what_nobody_began(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    for user_id in range(1, 6):
        await setting.daily(user_id=user_id)
    both, go = asyncio.Event(), asyncio.Event()
    begun = 0

    async def claimed(number: int) -> bool:
        return (await setting.outcomes()).count("sending") == number

    async def send(delivery: Delivery) -> Receipt:
        nonlocal begun
        begun += 1
        if begun == 2:
            both.set()
        await go.wait()
        return await receiver.send(delivery)

    await clock.move_to(EIGHT)
    engine = setting.engine(send, concurrency=2)
    run = asyncio.create_task(engine.run_due())
    await both.wait()
    await until(lambda: claimed(4))
    drained = asyncio.create_task(engine.drain(10))
    await until(lambda: claimed(2))
    go.set()
    await drained
    await run
    assert len(receiver.tries) == 2
    assert await setting.outcomes() == ["sent", "sent", "due", "due", "due"]
    await engine.run_due()
    assert await engine.next_due() is None
    assert len(receiver.tries) == 2

    await setting.engine(receiver.send).run_due()
    assert {delivery.attempt for delivery in receiver.tries} == {1}
    assert len(receiver.messages) == 5


async def test_drain_gives_back_what_was_being_claimed_when_it_began(
    db_url: str, clock: SettableClock, receiver: Receiver
) -> None:
    """R9: it does not have to wait until its lease runs out."""
    database = SlowDatabase(db_url)
    setting = Setting(database, clock)
    await setting.daily()
    await clock.move_to(EIGHT)
    engine = setting.engine(receiver.send)

    async def is_claimed() -> bool:
        return await setting.outcomes() == ["sending"]

    database.stays = is_claimed
    run = asyncio.create_task(engine.run_due())
    await until(is_claimed)
    await engine.drain(10)
    database.go_on.set()
    await run
    assert receiver.tries == []
    assert await setting.outcomes() == ["due"]
    await database.close()


async def test_drain_does_not_wait_for_ever(setting: Setting, clock: SettableClock) -> None:
    await setting.daily()
    begun = asyncio.Event()

    async def send(delivery: Delivery) -> Receipt:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError("cancelled before")

    await clock.move_to(EIGHT)
    engine = setting.engine(send)
    run = asyncio.create_task(engine.run_due())
    await begun.wait()
    await engine.drain(0)
    await run
    assert await setting.outcomes() == ["sending"]


async def test_dropped_while_it_is_being_sent_it_is_recorded_as_sent(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily()

    async def send(delivery: Delivery) -> Receipt:
        async with setting.db.begin() as session:
            await drop(session, delivery.guild_id, kind=KIND, user_id=delivery.user_id)
        assert await setting.outcomes() == ["cancelled"]
        return await receiver.send(delivery)

    await clock.move_to(EIGHT)
    engine: DeliveryEngine = setting.engine(send)
    await engine.run_due()
    assert await setting.outcomes() == ["sent"]
    assert await engine.next_due() is None


async def test_dropped_while_it_is_being_sent_it_is_not_tried_again(
    setting: Setting, clock: SettableClock
) -> None:
    await setting.daily()
    tries = []

    async def send(delivery: Delivery) -> Receipt:
        tries.append(delivery)
        async with setting.db.begin() as session:
            await drop(session, delivery.guild_id, kind=KIND, user_id=delivery.user_id)
        raise TryLater

    clock.follow(setting.engine(send))
    await clock.advance(DAY)
    assert len(tries) == 1
    assert await setting.outcomes() == ["cancelled"]


async def test_what_is_given_back_after_it_was_dropped_stays_cancelled(
    setting: Setting, clock: SettableClock, receiver: Receiver
) -> None:
    await setting.daily(user_id=1)
    await setting.daily(user_id=2)
    go = asyncio.Event()

    async def both_are_claimed() -> bool:
        return await setting.outcomes() == ["sending"] * 2

    async def send(delivery: Delivery) -> Receipt:
        await go.wait()
        return await receiver.send(delivery)

    await clock.move_to(EIGHT)
    engine = setting.engine(send, concurrency=1)
    run = asyncio.create_task(engine.run_due())
    await until(both_are_claimed)
    async with setting.db.begin() as session:
        await drop(session, GUILD, kind=KIND, user_id=2)
    drained = asyncio.create_task(engine.drain(10))
    await asyncio.sleep(0)
    go.set()
    await drained
    await run
    assert await setting.outcomes() == ["sent", "cancelled"]
