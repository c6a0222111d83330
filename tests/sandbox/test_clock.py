"""The clocks that can be moved: order, limits, and ids that follow it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from sandbox import RunningClock, Sandbox, SettableClock, SystemClock
from sandbox.clock import ClockStuckError, runs
from sandbox.world import threads
from sandbox.world.snowflake import Snowflakes, at, instant_of

START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


class Work:
    """Work at given instants; notes when the clock said it was done."""

    def __init__(self, clock: SettableClock, *dues: datetime) -> None:
        self.clock = clock
        self.dues = sorted(dues)
        self.done: list[datetime] = []

    async def next_due(self) -> datetime | None:
        return self.dues[0] if self.dues else None

    async def run_due(self) -> None:
        while self.dues and self.dues[0] <= self.clock.now():
            self.dues.pop(0)
            self.done.append(self.clock.now())


async def test_moving_stops_at_every_due_instant_in_order() -> None:
    clock = SettableClock(START)
    hours = [START + timedelta(hours=n) for n in range(5)]
    one, two = Work(clock, hours[3], hours[1]), Work(clock, hours[2], hours[4])
    clock.follow(one)
    clock.follow(two)
    await clock.move_to(hours[3])
    assert (one.done, two.done) == ([hours[1], hours[3]], [hours[2]])
    assert clock.now() == hours[3]


async def test_overdue_work_runs_at_once_and_time_never_goes_back() -> None:
    clock = SettableClock(START)
    late = Work(clock, START - timedelta(days=1))
    clock.follow(late)
    await clock.move_to(START)
    assert late.done == [START]
    with pytest.raises(ValueError, match="cannot go back"):
        await clock.move_to(START - timedelta(seconds=1))


async def test_work_that_makes_work_is_done_before_the_target() -> None:
    clock = SettableClock(START)

    class Chain(Work):
        async def run_due(self) -> None:
            before = len(self.done)
            await super().run_due()
            if len(self.done) > before and len(self.done) < 3:
                self.dues.append(clock.now() + timedelta(minutes=10))

    chain = Chain(clock, START)
    clock.follow(chain)
    await clock.advance(timedelta(hours=1))
    assert chain.done == [START + timedelta(minutes=10 * n) for n in range(3)]


async def test_a_follower_without_progress_is_named() -> None:
    clock = SettableClock(START)

    class Stuck(Work):
        async def run_due(self) -> None:
            """Do nothing."""

    clock.follow(Stuck(clock, START))
    with pytest.raises(ClockStuckError, match="Stuck"):
        await clock.advance(timedelta(minutes=1))


async def test_an_unfollowed_clock_just_moves() -> None:
    clock = SettableClock(START)
    work = Work(clock, START)
    clock.follow(work)
    clock.unfollow(work)
    await clock.advance(timedelta(days=7))
    assert (work.done, clock.now()) == ([], START + timedelta(days=7))


def test_naive_instants_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        SettableClock(datetime(2026, 3, 2))  # noqa: DTZ001


async def test_ids_carry_the_clock_and_always_increase() -> None:
    clock = SettableClock(START)
    ids = Snowflakes(clock)
    made = [ids.next() for _ in range(1000)]
    assert made == sorted(set(made))
    assert instant_of(made[-1]) == START
    await clock.advance(timedelta(seconds=1))
    assert ids.next() == at(START + timedelta(seconds=1))


def test_guild_ids_spread_over_shards() -> None:
    ids = Snowflakes(SettableClock(START))
    shards = [(ids.next_guild() >> 22) % 4 for _ in range(8)]
    assert sorted(shards) == [0, 0, 1, 1, 2, 2, 3, 3]


class Seconds:
    """Real time as the test says it is."""

    def __init__(self) -> None:
        self.passed = 1000.0

    def __call__(self) -> float:
        return self.passed


async def test_the_next_instant_with_work_is_known() -> None:
    clock = SettableClock(START)
    assert await clock.next_due() is None
    later, late = START + timedelta(hours=2), START - timedelta(hours=1)
    clock.follow(Work(clock, later))
    assert await clock.next_due() == later
    clock.follow(Work(clock, late))
    assert await clock.next_due() == late


async def test_a_running_clock_runs_and_can_be_moved() -> None:
    seconds = Seconds()
    clock = RunningClock(START, monotonic=seconds)
    assert clock.now() == START
    seconds.passed += 1.5
    assert clock.now() == START + timedelta(seconds=1.5)
    await clock.advance(timedelta(hours=1))
    assert clock.now() == START + timedelta(hours=1, seconds=1.5)
    seconds.passed += 2
    await clock.move_to(START + timedelta(days=1))
    seconds.passed += 3
    assert clock.now() == START + timedelta(days=1, seconds=3)
    await clock.advance(timedelta(0))
    with pytest.raises(ValueError, match="cannot go back"):
        await clock.move_to(START + timedelta(days=1))
    seconds.passed -= 10
    assert clock.now() == START + timedelta(days=1, seconds=3)


async def test_a_running_clock_stands_at_its_stops() -> None:
    seconds = Seconds()
    clock = RunningClock(START, monotonic=seconds)
    hours = [START + timedelta(hours=n) for n in range(3)]

    class Slow(Work):
        async def run_due(self) -> None:
            seconds.passed += 5
            await super().run_due()

    slow = Slow(clock, *hours)
    clock.follow(slow)
    await clock.move_to(hours[2] + timedelta(minutes=1))
    assert slow.done == hours
    assert clock.now() == hours[2] + timedelta(minutes=1)


async def test_a_running_clock_runs_on_after_a_follower_raised() -> None:
    seconds = Seconds()
    clock = RunningClock(START, monotonic=seconds)

    class Broken(Work):
        async def run_due(self) -> None:
            seconds.passed += 60
            raise RuntimeError("broken")

    clock.follow(Broken(clock, START + timedelta(hours=1)))
    with pytest.raises(RuntimeError, match="broken"):
        await clock.advance(timedelta(hours=2))
    assert clock.now() == START + timedelta(hours=1)
    seconds.passed += 1
    assert clock.now() == START + timedelta(hours=1, seconds=1)


async def test_moves_of_a_running_clock_may_overlap() -> None:
    seconds = Seconds()
    clock = RunningClock(START, monotonic=seconds)
    shown: list[datetime] = []
    doors = [asyncio.Event(), asyncio.Event()]

    class Door(Work):
        async def run_due(self) -> None:
            due = bool(self.dues) and self.dues[0] <= clock.now()
            await super().run_due()
            if due:
                await doors[len(self.done) - 1].wait()

    clock.follow(Door(clock, START + timedelta(hours=1), START + timedelta(hours=2)))
    moves = []
    for hours in (1, 3):
        moves.append(asyncio.create_task(clock.move_to(START + timedelta(hours=hours))))
        await asyncio.sleep(0)
    for number, door in enumerate(doors):
        seconds.passed += 100
        shown.append(clock.now())
        door.set()
        await asyncio.wait([moves[number]])
        shown.append(clock.now())
    await asyncio.gather(*moves)
    assert shown == sorted(shown)
    assert clock.now() == START + timedelta(hours=3)
    seconds.passed += 1
    assert clock.now() == START + timedelta(hours=3, seconds=1)


async def test_time_that_passes_by_itself_is_looked_at() -> None:
    assert [runs(each) for each in (SystemClock(), SettableClock(), RunningClock())] == [
        True,
        False,
        True,
    ]
    seconds = Seconds()
    clock = RunningClock(START, monotonic=seconds)
    async with Sandbox(clock=clock) as sandbox:
        world = sandbox.world
        channel = world.create_guild("g").create_text_channel("c")
        message = world.say(channel, world.operator, "Shall we?")
        thread = threads.start(channel, "t", world.operator, message=message)
        state = threads.state_of(thread)
        assert await clock.next_due() == START + timedelta(minutes=state.auto_archive_minutes)
        seconds.passed += 60 * state.auto_archive_minutes
        await sandbox.interactions.changes.until(lambda: state.archived, timeout=5)
