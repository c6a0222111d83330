"""A member's week as they looked back on it, and what they released of it, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.public_panels import PublicPanel

MAX_PART, MAX_LINE = 1000, 150
"""What each part of a week's log holds, and the line that may be for the group."""

_DAY = timedelta(days=1)

POSTED_DIGEST = PublicPanel("week's digest")
"""A digest as it was posted; its thing is the delivery that posted it."""


@dataclass(frozen=True, slots=True)
class WeekLog:
    """What a member wrote of the week that begins on the Monday ``week``; parts may be empty.

    ``line`` is for the group only while ``released_at`` says since when.
    """

    week: date
    better: str | None = None
    to_change: str | None = None
    ahead: str | None = None
    line: str | None = None
    released_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return not (self.better or self.to_change or self.ahead or self.line)


@dataclass(frozen=True, slots=True)
class ReleasedLine:
    """A line that a member released to the group."""

    user_id: int
    week: date
    line: str
    released_at: datetime


@dataclass(frozen=True, slots=True)
class Digest:
    """What was released since the last digest, the oldest first, and the channel it goes to."""

    channel_id: int
    lines: tuple[ReleasedLine, ...]


@dataclass(frozen=True, slots=True)
class PostedDigest:
    """A digest that was posted by ``delivery_id``, and the lines that it is to have now."""

    delivery_id: int
    channel_id: int
    message_id: int
    lines: tuple[ReleasedLine, ...]


def week_of(day: date) -> date:
    """The Monday of a date's week."""
    return day - day.weekday() * _DAY


def last_day(week: date) -> date:
    """The Sunday of the week that begins on this Monday."""
    return week + 6 * _DAY
