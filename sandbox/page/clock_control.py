"""Turning the clock for visitors: how far, one turn at a time, and never without a way to stop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sandbox.backend import Backend
from sandbox.clock import SettableClock
from sandbox.page_config import Due, Page
from sandbox.rules.usage import SandboxUsageError
from sandbox.world.journal import Topic

MORNING: Final = time(9)
"""When the next morning is: late enough for what people are sent at breakfast."""


class TurnStoppedError(Exception):
    """The visitor stopped the turn; the clock stays at the stop it had reached."""


class ClockControl:
    """The one hand on a sandbox's clock. Follows it, to show each stop as it is reached."""

    def __init__(self, sandbox: Backend) -> None:
        self.target: datetime | None = None
        """Where the turn under way goes, or None."""
        self._sandbox = sandbox
        self._stopping = False

    async def next_due(self) -> datetime | None:
        """Never due by itself."""
        return None

    async def run_due(self) -> None:
        """Show where the clock is. Raises TurnStoppedError where the visitor wants no more."""
        self._show()
        if self._stopping:
            raise TurnStoppedError

    async def turn(self, how: str, zone: str, page: Page) -> None:
        """Turn ``"hour"``, ``"morning"`` (in ``zone``), ``"week"`` or to what is due ``"next"``.

        Returns when the clock has arrived, or was stopped. SandboxUsageError for real time, while
        another turn is under way, and when nothing is due.
        """
        clock = self._sandbox.clock
        if not isinstance(clock, SettableClock):
            raise SandboxUsageError("This sandbox runs in real time; its clock cannot be turned.")
        upcoming = await page.agenda() if how == "next" else ()
        due = await clock.next_due() if how == "next" else None
        # From here to the claim of the clock nothing waits: the first one to ask has it.
        if self.target is not None:
            raise SandboxUsageError("The clock is turning already.")
        self.target = target(how, clock.now(), zone, upcoming, due)
        self._show()
        try:
            await clock.advance(max(self.target - clock.now(), timedelta()))
        except TurnStoppedError:
            return
        finally:
            self.target, self._stopping = None, False
            self._show()

    def stop(self) -> None:
        """End the turn under way at its next stop."""
        self._stopping = self.target is not None

    def _show(self) -> None:
        self._sandbox.world.journal.note(Topic.CLOCK)


def target(
    how: str, now: datetime, zone: str, agenda: Sequence[Due], due: datetime | None
) -> datetime:
    """Where a turn goes. ``agenda`` counts before ``due``, which followers of the clock name.

    SandboxUsageError for an unknown ``how``, and where nothing is due.
    """
    match how:
        case "hour":
            return now + timedelta(hours=1)
        case "morning":
            return next_morning(now, zone)
        case "week":
            return now + timedelta(weeks=1)
        case "next":
            ahead = [each.at for each in agenda if each.at > now]
            found = min(ahead, default=due)
            if found is None:
                raise SandboxUsageError("Nothing is due. Something has to be planned first.")
            return found
    raise SandboxUsageError(f"The clock cannot turn to {how!r}.")


def next_morning(now: datetime, zone: str) -> datetime:
    """The next 09:00 on a wall in ``zone``, in UTC; in a gap the first instant after it."""
    utc, there = now.tzinfo, ZoneInfo(zone)
    day = now.astimezone(there).date()
    while True:
        morning = datetime.combine(day, MORNING, there).astimezone(utc)
        if morning > now:
            return morning
        day += timedelta(days=1)
