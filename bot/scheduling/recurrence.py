"""From a rule in wall time ("every weekday at 08:00 in Berlin") to the next instant. Pure.

A missing wall time (a gap) becomes the first valid minute after it; a doubled one (a fold) the
first of the two. A date that a zone skips altogether (Apia, 30 December 2011) has no occurrence,
nor has one that the rule skips (`bot.scheduling.skips`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.inputs.date_patterns import DatePattern, EveryWeeks
from bot.scheduling.skips import Skip, covered

_DAY = timedelta(days=1)
# A lone weekday whose date the zone skips is found again one week later.
_WEEKLY_REACH = 15
# Pauses and rest that repeats together: whoever rests for longer than this has nothing due.
_SKIPPING_REACH = 1500
_PERIODIC_REACH = 3


@dataclass(frozen=True, slots=True)
class Weekly:
    """On each of ``weekdays`` (0 = Monday … 6 = Sunday) at wall time ``at``; none: never.

    Dates that any of ``skips`` covers are left out.

    Raises:
        ValueError: a weekday out of range, ``at`` with a zone of its own, or an unknown zone.
    """

    weekdays: frozenset[int]
    at: time
    zone: str
    skips: tuple[Skip, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what can never occur."""
        if not all(0 <= weekday <= 6 for weekday in self.weekdays):
            raise ValueError("weekdays are 0 (Monday) to 6 (Sunday)")
        _check_wall_time(self.at)
        find_zone(self.zone)


@dataclass(frozen=True, slots=True)
class Periodic:
    """On each date of ``pattern`` at wall time ``at``.

    Raises:
        ValueError: ``at`` with a zone of its own, or an unknown zone.
    """

    pattern: DatePattern
    at: time
    zone: str

    def __post_init__(self) -> None:
        """Refuse what can never occur."""
        _check_wall_time(self.at)
        find_zone(self.zone)


@dataclass(frozen=True, slots=True)
class Once:
    """A single time, at the instant ``at``; ``zone`` only says which local date that is.

    Raises:
        ValueError: ``at`` is naive, or the zone is unknown.
    """

    at: datetime
    zone: str

    def __post_init__(self) -> None:
        """Refuse what can never occur; keep the instant in UTC."""
        if self.at.tzinfo is None:
            raise ValueError("an instant must be aware: give it a time zone")
        object.__setattr__(self, "at", self.at.astimezone(UTC))
        find_zone(self.zone)


Rule = Weekly | Periodic | Once


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time a rule falls due.

    ``at`` is in UTC. ``period`` is the local date it stands for. ``key`` tells it from every other
    occurrence of the same schedule: the date for a series, so that a date has one at most, and the
    instant for a single time, so that a second snooze on one date is another occurrence.
    """

    at: datetime
    period: date
    key: str


@lru_cache(maxsize=1024)
def find_zone(name: str) -> ZoneInfo:
    """The IANA zone called ``name``, kept: zoneinfo alone keeps eight and reads others again.

    Raises:
        ValueError: there is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone: {name!r}") from error


def local_date(instant: datetime, zone: str) -> date:
    """The date that calendars in the IANA zone ``zone`` show at ``instant``."""
    return instant.astimezone(find_zone(zone)).date()


def local_day(instant: datetime, zone: str, begins: time) -> date:
    """The date whose day, from wall time ``begins`` on, holds ``instant``.

    Before that time the former date's day still goes on; it never goes back to one that is over.
    """
    day = local_date(instant, zone)
    if begins == time():
        return day
    start = wall_instant(day, begins, zone)
    while start is None or start > instant:
        day -= _DAY
        start = wall_instant(day, begins, zone)
    return day


@lru_cache(maxsize=8192)
def wall_instant(day: date, at: time, zone_name: str) -> datetime | None:
    """The instant (UTC) at which clocks there first show ``day`` and ``at``, as the module says.

    None for a date that the zone skips. Cached: those who are due together mostly share it.

    Raises:
        ValueError: an unknown zone.
    """
    zone = find_zone(zone_name)
    wall = datetime.combine(day, at, zone)
    instant = wall.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None, fold=0) == wall.replace(tzinfo=None):
        return instant
    midnight = _gap_end(datetime.combine(day, time(), zone))
    if midnight.astimezone(zone).date() > day:
        return None
    return _gap_end(wall)


def occurrence_after(rule: Rule, after: datetime) -> Occurrence | None:
    """The first occurrence strictly after ``after``, or None when there is none."""
    if isinstance(rule, Once):
        return _once(rule) if rule.at > after else None
    # A gap at midnight can carry an occurrence into the following date: begin one date early.
    days = _dates(rule, local_date(after, rule.zone) - _DAY, step=1)
    return _first(rule, days, lambda at: at > after)


def latest_occurrence(rule: Rule, until: datetime) -> Occurrence | None:
    """The last occurrence at or before ``until``, or None when there is none."""
    if isinstance(rule, Once):
        return _once(rule) if rule.at <= until else None
    # A fold at midnight can show an earlier date again: begin one date late.
    days = _dates(rule, local_date(until, rule.zone) + _DAY, step=-1)
    return _first(rule, days, lambda at: at <= until)


def occurrences(rule: Rule, after: datetime) -> Iterator[Occurrence]:
    """Every occurrence strictly after ``after``, in order; endless for a series."""
    while (found := occurrence_after(rule, after)) is not None:
        yield found
        after = found.at


def _once(rule: Once) -> Occurrence:
    period = local_date(rule.at, rule.zone)
    return Occurrence(rule.at, period, rule.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))


def _first(
    rule: Weekly | Periodic, days: Iterator[date], fits: Callable[[datetime], bool]
) -> Occurrence | None:
    for day in days:
        at = wall_instant(day, rule.at, rule.zone)
        if at is not None and fits(at):
            return Occurrence(at, day, day.isoformat())
    return None


def _dates(rule: Weekly | Periodic, first: date, *, step: int) -> Iterator[date]:
    """The dates that ``rule`` names, from ``first`` on towards the future (1) or the past (-1)."""
    if isinstance(rule, Weekly):
        reach = _SKIPPING_REACH if rule.skips else _WEEKLY_REACH + 2
        for offset in range(reach):
            day = first + step * offset * _DAY
            if day.weekday() in rule.weekdays and not covered(rule.skips, day):
                yield day
        return
    if isinstance(rule.pattern, EveryWeeks):
        yield from _every_weeks(rule.pattern, first, step=step)
        return
    # A month whose date lies on the other side of ``first`` is left out by the instant.
    month = first.year * 12 + first.month - 1
    for offset in range(_PERIODIC_REACH):
        year, index = divmod(month + step * offset, 12)
        yield rule.pattern.in_month(date(year, index + 1, 1))


def _every_weeks(pattern: EveryWeeks, near: date, *, step: int) -> Iterator[date]:
    """The dates of the pattern from ``near`` on, in the direction of ``step``."""
    apart, days = pattern.weeks * 7, (near - pattern.first).days
    place = max(-(-days // apart), 0) if step > 0 else days // apart
    for number in range(place, place + step * _PERIODIC_REACH, step):
        if number >= 0:
            yield pattern.first + number * apart * _DAY


def _gap_end(wall: datetime) -> datetime:
    """The instant of ``wall``, or of the first valid second after it when it lies in a gap."""
    zone = wall.tzinfo
    # In a gap, reading with the offset from after it lands before it, and the other way round.
    before, after = wall.replace(fold=1).astimezone(UTC), wall.replace(fold=0).astimezone(UTC)
    if before >= after:
        return after
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _check_wall_time(at: time) -> None:
    if at.tzinfo is not None:
        raise ValueError("a wall time has no zone of its own")
