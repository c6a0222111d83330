"""When a member has messages, and when they rest: as values. Pure.

A pause is one stretch of days; rest that repeats is a list of rules; lighter weeks leave fewer
weekdays for a while. In a pause or rest nothing is due; on a day that lighter weeks leave free only
no message comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.scheduling.recurrence import find_zone, wall_instant
from bot.scheduling.skips import EVERY_DAY, Skip

MOST_RESTS = 5
"""So many rules of rest that repeats a member has at most."""

AHEAD = 800
"""Days that are looked ahead for the end of a rest: beyond any pause and any week that repeats."""

_DAY = timedelta(days=1)


class Nudges(StrEnum):
    """How much comes beside the day's question."""

    OFF = "off"
    LIGHT = "light"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Wall times between which no message comes; they may lie across midnight.

    Raises:
        ValueError: they end as they begin.
    """

    begins: time
    ends: time

    def __post_init__(self) -> None:
        """Refuse what is either nothing or everything."""
        if self.begins == self.ends:
            raise ValueError("quiet hours need a beginning and another end")

    def hold(self, at: time) -> bool:
        """Whether clocks that show ``at`` stand in them."""
        if self.begins < self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends

    def after(self, instant: datetime, zone: str) -> datetime:
        """``instant`` where it lies outside them, else the instant at which they end."""
        local = instant.astimezone(find_zone(zone))
        at = local.time().replace(tzinfo=None)
        if not self.hold(at):
            return instant
        day = local.date() if at < self.ends else local.date() + _DAY
        end = wall_instant(day, self.ends, zone)
        while end is None:
            day += _DAY
            end = wall_instant(day, self.ends, zone)
        if end <= instant:  # in an hour that clocks show twice, the second time
            second = datetime.combine(day, self.ends, find_zone(zone)).replace(fold=1)
            end = max(second.astimezone(UTC), instant)
        return end


@dataclass(frozen=True, slots=True)
class Lighter:
    """Fewer weekdays for a while: only these, before the date ``until``; it ends by itself."""

    weekdays: frozenset[int]
    until: date

    @property
    def skip(self) -> Skip | None:
        """The dates that it leaves free; None where it leaves none."""
        free = EVERY_DAY - self.weekdays
        return Skip(weekdays=free, until=self.until) if free else None
