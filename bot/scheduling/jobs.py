"""The process's few fixed jobs, run by APScheduler.

Each job is safe to run at any time and finds its own work in the database. Hence the settings: runs
that were missed are caught up by one (``coalesce``), none is ever too late, none overlaps itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_MISSED, JobExecutionEvent

from bot.clock import Clock
from bot.log import Trouble
from bot.scheduling.scheduler import Every, SteadyScheduler

log = logging.getLogger(__name__)

SET_RIGHT = timedelta(days=1)
"""How often stored instants are compared with the clock, apart from each start and jump."""

_DEFAULTS = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}

Run = Callable[[], Awaitable[None]]
NextDue = Callable[[], Awaitable[datetime | None]]


@dataclass(frozen=True, slots=True)
class _Job:
    name: str
    run: Run
    every: timedelta
    next_due: NextDue | None
    on_set_clock: bool
    trouble: Trouble
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Jobs:
    """Runs named jobs at fixed gaps of real time, whatever the machine's clock is set to.

    Also a follower for a clock that can be set: :meth:`next_due` and :meth:`run_due` let such a
    clock run the same jobs in its own time, never beside one that is already running.
    """

    def __init__(self, clock: Clock) -> None:
        """No job runs before :meth:`start`. ``clock`` is the one that may be set."""
        self._clock = clock
        self._jobs: dict[str, _Job] = {}
        self._ran_at: dict[str, datetime] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._scheduler = SteadyScheduler(timezone=UTC, job_defaults=_DEFAULTS)
        self._scheduler.add_listener(_report, EVENT_JOB_MISSED)
        # The listener says what matters; the library would also report each run that waits.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)

    def add(
        self,
        name: str,
        run: Run,
        *,
        every: timedelta,
        next_due: NextDue | None = None,
        on_set_clock: bool = True,
    ) -> None:
        """Run ``run`` every so often, at once when started. ``next_due`` tells when it has work.

        Every job also runs at once when the machine's clock has jumped. ``on_set_clock`` says
        whether :meth:`run_due` runs it: not what mends such jumps, which a set clock never makes.

        Raises:
            ValueError: there is a job of that name.
        """
        if name in self._jobs:
            raise ValueError(f"there already is a job called {name}")
        trouble = Trouble(log, f"job {name} failed")
        job = self._jobs[name] = _Job(name, run, every, next_due, on_set_clock, trouble)
        self._scheduler.add_job(
            self._run, Every(every), args=[job], id=name, next_run_time=datetime.now(UTC)
        )

    def start(self) -> None:
        """Begin. Needs a running event loop."""
        self._scheduler.start()

    async def stop(self, drain: float = 2.0) -> None:
        """Start no more runs, wait ``drain`` seconds for running ones, then cancel those."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        if self._running:
            await asyncio.wait(self._running, timeout=drain)
        left = list(self._running)
        # Cancels what the scheduler itself started, which is all there is.
        self._scheduler.shutdown(wait=False)
        await asyncio.gather(*left, return_exceptions=True)
        await asyncio.sleep(0)

    async def next_due(self) -> datetime | None:
        """The earliest instant at which a job that can tell has work."""
        dues = [await job.next_due() for job in self._jobs.values() if job.next_due is not None]
        return min((due for due in dues if due is not None), default=None)

    async def run_due(self) -> None:
        """Run the jobs of a set clock that are due, in the order they were added.

        All of them, even when one fails. One that cannot tell when it has work runs when its gap
        has passed by that clock.

        Raises:
            ExceptionGroup: what failed.
        """
        failures = []
        for job in list(self._jobs.values()):
            try:
                # First what runs already ends: it may have taken on what is due.
                async with job.lock:
                    if await self._is_due(job):
                        await self._begin(job)
            except Exception as error:  # noqa: BLE001 - the others run first; raised below
                failures.append(error)
        if failures:
            raise ExceptionGroup("jobs failed", failures)

    async def _is_due(self, job: _Job) -> bool:
        """Whether a set clock runs it now."""
        if not job.on_set_clock:
            return False
        if job.next_due is not None:
            due = await job.next_due()
            return due is not None and due <= self._clock.now()
        last = self._ran_at.get(job.name)
        return last is None or self._clock.now() - last >= job.every

    async def _begin(self, job: _Job) -> None:
        self._ran_at[job.name] = self._clock.now()
        await job.run()

    async def _run(self, job: _Job) -> None:
        """Run it, unless it just failed: a job that goes on failing is tried once a minute."""
        if job.trouble.waits():
            return
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        try:
            async with job.lock:
                await self._begin(job)
        except Exception as error:  # noqa: BLE001 - told once; other jobs and later runs go on
            job.trouble.happened(error)
        else:
            job.trouble.over()
        finally:
            self._running.discard(task)


def _report(event: JobExecutionEvent) -> None:
    log.warning("job %s missed its run at %s", event.job_id, event.scheduled_run_time)
