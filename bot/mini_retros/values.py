"""A member's look back on a month, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.milestones.values import PlanCount
from bot.routine.week_values import WeekLog

KIND = "mini-retro"
"""What reminders call it."""

MAX_PART = 2000
"""What each of its two parts holds."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that the mini-retro of a month looks back on, both ends included.

    ``month`` is the first of the month in which it is offered, which is on ``until``.
    """

    month: date
    since: date
    until: date

    def __contains__(self, day: date) -> bool:
        """Whether it looks back on that day."""
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class MiniRetro:
    """The mini-retro of a month, which may not be written yet: then ``written_on`` is None.

    ``weeks`` are the logs that roll up into it, the oldest first. ``is_latest`` says that no later
    one has begun, ``can_write`` that it may still be written or changed.
    """

    span: Span
    worked: str | None
    adjust: str | None
    written_on: date | None
    weeks: tuple[WeekLog, ...]
    is_latest: bool
    can_write: bool
    count: PlanCount | None

    @property
    def is_written(self) -> bool:
        """Whether its member wrote it."""
        return self.written_on is not None
