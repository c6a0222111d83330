"""The machine's clock is set while the process runs: jobs go on, and it is said once."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.clock import SystemClock
from bot.scheduling import Jobs
from tests.scheduling.test_jobs import Count

SOON = timedelta(milliseconds=20)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUMPS = (-HOUR, HOUR, -9 * HOUR, -3 * DAY, 3 * DAY, -30 * DAY, 30 * DAY)


@pytest.fixture
def machine() -> Iterator[time_machine.Traveller]:
    """The process's wall clock, which can be set; monotonic time goes on as it does."""
    with time_machine.travel(datetime.now(UTC), tick=True) as traveller:
        yield traveller


async def runs_again(count: Count, times: int = 3) -> None:
    count.reached.clear()
    count.enough = count.runs + times
    await asyncio.wait_for(count.reached.wait(), 10)


@pytest.mark.parametrize("jump", JUMPS, ids=str)
async def test_jobs_run_on_when_the_clock_is_set_and_the_log_says_so_once(
    machine: time_machine.Traveller, caplog: pytest.LogCaptureFixture, jump: timedelta
) -> None:
    jobs, often, daily = Jobs(SystemClock()), Count(), Count(1)
    jobs.add("often", often.run, every=SOON)
    jobs.add("daily", daily.run, every=DAY)
    jobs.start()
    await asyncio.wait_for(often.reached.wait(), 10)
    assert daily.runs == 1
    machine.shift(jump)
    # What is rare does not wait until the clock shows its hour either.
    await runs_again(daily, 1)
    await runs_again(often)
    await jobs.stop()
    assert daily.runs == 2
    (said,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    ahead = "jumped ahead" if jump > timedelta() else "was set back"
    assert f"clock {ahead} by {abs(jump)}" in said.getMessage()


async def test_a_clock_that_jumps_right_back_has_jumped_twice(
    machine: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    jobs, count = Jobs(SystemClock()), Count()
    jobs.add("count", count.run, every=SOON)
    jobs.start()
    for jump in (30 * DAY, -30 * DAY):
        await runs_again(count)
        machine.shift(jump)
    await runs_again(count)
    await jobs.stop()
    assert [record.getMessage()[14:42].split(" by")[0] for record in caplog.records] == [
        "clock jumped ahead",
        "clock was set back",
    ]


async def test_small_corrections_are_no_jump(
    machine: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    jobs, count = Jobs(SystemClock()), Count()
    jobs.add("count", count.run, every=SOON)
    jobs.start()
    for _ in range(4):
        await runs_again(count, 1)
        machine.shift(timedelta(seconds=0.3))
    await runs_again(count)
    await jobs.stop()
    assert caplog.text == ""


async def test_a_jump_of_sixty_days_costs_no_work_for_each_half_second_missed(
    machine: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, count = Jobs(SystemClock()), Count()
    jobs.add("deliveries", count.run, every=timedelta(seconds=0.5))
    asked = count_questions(jobs, monkeypatch)
    jobs.start()
    await runs_again(count, 1)
    began = time.process_time()
    machine.shift(60 * DAY)
    await runs_again(count, 1)
    print(f"CPU time of a jump of 60 days: {time.process_time() - began:.3f} s")
    await jobs.stop()
    assert len(asked) < 20


def count_questions(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Every question of APScheduler's for a job's next run, from now on."""
    asked: list[datetime] = []
    (job,) = jobs._scheduler.get_jobs()
    trigger = type(job.trigger)
    original = trigger.get_next_fire_time

    def counting(self: object, previous: datetime | None, now: datetime) -> object:
        asked.append(now)
        return original(self, previous, now)

    monkeypatch.setattr(trigger, "get_next_fire_time", counting)
    return asked
