"""The fixed jobs: run again and again, never beside themselves, stopped in order."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SystemClock
from bot.scheduling import Jobs
from sandbox import SettableClock

SOON = timedelta(milliseconds=5)
START = datetime(2026, 3, 2, 6, tzinfo=UTC)


class Count:
    """A job that says when it has run ``enough`` times."""

    def __init__(self, enough: int = 3) -> None:
        self.runs = 0
        self.enough = enough
        self.reached = asyncio.Event()

    async def run(self) -> None:
        """Count a run."""
        self.runs += 1
        if self.runs >= self.enough:
            self.reached.set()


async def test_jobs_run_at_once_and_again_until_stopped() -> None:
    jobs, count = Jobs(SystemClock()), Count()
    jobs.add("count", count.run, every=SOON)
    jobs.start()
    await asyncio.wait_for(count.reached.wait(), 10)
    await jobs.stop()
    runs = count.runs
    await jobs.stop()
    assert count.runs == runs


async def test_one_that_fails_is_logged_and_runs_again(caplog: pytest.LogCaptureFixture) -> None:
    jobs, count = Jobs(SystemClock()), Count()

    async def fail() -> None:
        await count.run()
        raise RuntimeError("the feed is odd")

    jobs.add("feeds", fail, every=SOON)
    jobs.start()
    await asyncio.wait_for(count.reached.wait(), 10)
    await jobs.stop()
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert errors
    assert {(record.name, record.getMessage()) for record in errors} == {
        ("bot.scheduling.jobs", "job feeds failed")
    }
    assert "the feed is odd" in caplog.text


async def test_a_slow_job_never_runs_beside_itself_nor_holds_up_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    jobs, others, running = Jobs(SystemClock()), Count(5), 0

    async def slow() -> None:
        nonlocal running
        running += 1
        assert running == 1
        await others.reached.wait()
        running -= 1

    jobs.add("slow", slow, every=SOON)
    jobs.add("others", others.run, every=SOON)
    jobs.start()
    clock_run = asyncio.create_task(jobs.run_due())
    await asyncio.wait_for(others.reached.wait(), 10)
    await clock_run
    await jobs.stop()
    assert caplog.text == ""


async def test_stop_lets_a_run_finish_and_cancels_one_that_does_not() -> None:
    for drain, finishes in ((10.0, True), (0.0, False)):
        jobs, begun, go = Jobs(SystemClock()), asyncio.Event(), asyncio.Event()
        ends: list[str] = []

        async def run(
            begun: asyncio.Event = begun, go: asyncio.Event = go, ends: list[str] = ends
        ) -> None:
            begun.set()
            try:
                await go.wait()
                ends.append("finished")
            except asyncio.CancelledError:
                ends.append("cancelled")
                raise

        jobs.add("run", run, every=timedelta(hours=1))
        jobs.start()
        await begun.wait()
        stopping = asyncio.create_task(jobs.stop(drain))
        if finishes:
            await asyncio.sleep(0)
            go.set()
        await stopping
        assert ends == ["finished" if finishes else "cancelled"]


async def test_a_clock_that_is_set_runs_the_jobs_in_its_own_time() -> None:
    clock, ran = SettableClock(START), []
    jobs = Jobs(clock)
    due: list[datetime] = [START + timedelta(hours=hour) for hour in (1, 2)]

    async def next_due() -> datetime | None:
        return due[0] if due else None

    async def first() -> None:
        assert due[0] <= clock.now(), "it runs only when it says so"
        ran.append(("first", due.pop(0)))

    async def second() -> None:
        ran.append(("second", clock.now()))

    jobs.add("first", first, every=timedelta(hours=1), next_due=next_due)
    jobs.add("second", second, every=timedelta(hours=1))
    assert await jobs.next_due() == START + timedelta(hours=1)
    clock.follow(jobs)
    await clock.advance(timedelta(hours=1))
    assert ran[:2] == [
        ("first", START + timedelta(hours=1)),
        ("second", START + timedelta(hours=1)),
    ]
    await clock.advance(timedelta(hours=5))
    assert [at for name, at in ran if name == "first"][1:] == [START + timedelta(hours=2)]
    assert await jobs.next_due() is None
    ran.clear()
    for minutes in (0, 59, 1, 59):
        await clock.advance(timedelta(minutes=minutes))
    assert ran == [("second", START + timedelta(hours=7))], "it cannot tell, so by its gap"


async def test_under_a_set_clock_a_failure_is_raised_after_the_others_ran() -> None:
    jobs, count = Jobs(SystemClock()), Count()

    async def fail() -> None:
        raise RuntimeError("odd")

    jobs.add("fail", fail, every=SOON)
    jobs.add("count", count.run, every=SOON)
    with pytest.raises(ExceptionGroup) as failure:
        await jobs.run_due()
    assert failure.group_contains(RuntimeError, match="odd")
    assert count.runs == 1


async def test_names_are_taken_once() -> None:
    jobs, count = Jobs(SystemClock()), Count()
    jobs.add("count", count.run, every=SOON)
    with pytest.raises(ValueError, match="count"):
        jobs.add("count", count.run, every=SOON)
