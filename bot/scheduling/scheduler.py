"""APScheduler, driven by time that only passes, never by what the machine's clock was set to.

APScheduler compares each job's next run with the wall clock. Set that clock back, and nothing runs
until it has caught up; set it ahead, and every run in between is counted one by one, in the loop's
thread. Here a job's next run is counted from the present, and a clock that was set moves all of
them with it. This module and :mod:`bot.scheduling.jobs` are the only ones that import it.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

# What a network's time service corrects step by step is no jump.
_JUMP = timedelta(seconds=2)
# Seconds after which the clock is looked at again, even when no job is due.
_LONGEST_SLEEP = 5.0

log = logging.getLogger(__name__)


class Every(BaseTrigger):  # type: ignore[misc]  # the package has no types
    """A run at once, then one each ``gap``, counted from the run before; none is made up for."""

    def __init__(self, gap: timedelta) -> None:
        """``gap`` is longer than nothing."""
        self.gap = gap

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """APScheduler's question; the answer lies after ``now``, however long ago the last was."""
        return now if previous is None else now + self.gap


class SteadyScheduler(AsyncIOScheduler):  # type: ignore[misc]  # the package has no types
    """Notices, within five seconds of real time, that the machine's clock was set.

    Then it says so in the log, once and with the size, and runs every job at once.
    """

    _clock_ahead: timedelta | None = None

    def wakeup(self) -> None:
        """Start what is due and sleep until the next is; called in the loop's thread alone."""
        self._stop_timer()
        jump = self._jump()
        if abs(jump) >= _JUMP:
            log.warning("%s. Everything that runs by itself is looked at anew now", _words(jump))
            # Not more than a list of a few: each of these wakes the scheduler again.
            for job in self.get_jobs():
                job.modify(next_run_time=datetime.now(UTC))
        wait = self._process_jobs()
        self._start_timer(None if wait is None else min(wait, _LONGEST_SLEEP))

    def _jump(self) -> timedelta:
        """How far the clock has moved since the last look, beyond the time that has passed."""
        before = self._clock_ahead
        passed = timedelta(seconds=asyncio.get_running_loop().time())
        self._clock_ahead = datetime.now(UTC) - datetime.fromtimestamp(0, UTC) - passed
        return timedelta() if before is None else self._clock_ahead - before


def _words(jump: timedelta) -> str:
    seconds = timedelta(seconds=round(abs(jump).total_seconds()))
    if jump > timedelta():
        return f"The machine's clock jumped ahead by {seconds} (it was set, or the machine slept)"
    return f"The machine's clock was set back by {seconds}"
