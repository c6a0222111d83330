"""When members are awake, as quarters of an hour of the UTC day that can be laid over each other.

Pure. Nobody is asked for it: quiet hours are taken for the night. Without them the night has eight
hours; it begins at 23:00, or an hour before the member's day, at the latest at 02:00.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot.groups.rest import QuietHours
from bot.scheduling.recurrence import find_zone

QUARTER_MINUTES = 15
_QUARTERS = 24 * 60 // QUARTER_MINUTES
_NIGHT_MINUTES = 8 * 60
_LATEST_NIGHT = time(3)


def waking_hours(
    day: date, zone: str, day_start: time = time(), quiet: QuietHours | None = None
) -> int:
    """When somebody is awake around ``day``: bit n is the n-th quarter of an hour of the UTC day.

    Local times are those of the offset that the zone has at noon UTC of that day.
    """
    night = quiet or _night(day_start)
    noon = datetime.combine(day, time(12), UTC).astimezone(find_zone(zone))
    shift = _minutes(noon.time()) - 12 * 60
    awake = 0
    for quarter in range(_QUARTERS):
        if not night.hold(_wall_time(quarter * QUARTER_MINUTES + shift)):
            awake |= 1 << quarter
    return awake


def longest_together(waking: Sequence[int], day: date) -> tuple[datetime, datetime] | None:
    """The longest time of a day in which all are awake, as instants; None: there is none.

    ``waking`` are as `waking_hours` gives them. It may reach into the next day.
    """
    common = (1 << _QUARTERS) - 1
    for each in waking:
        common &= each
    if not common:
        return None
    best, length = 0, 0
    for begin in range(_QUARTERS):
        run = 0
        while run < _QUARTERS and common >> ((begin + run) % _QUARTERS) & 1:
            run += 1
        if run > length:
            best, length = begin, run
    starts = datetime.combine(day, time(), UTC) + timedelta(minutes=best * QUARTER_MINUTES)
    return starts, starts + timedelta(minutes=length * QUARTER_MINUTES)


def _night(day_start: time) -> QuietHours:
    begins = datetime.combine(date.min + timedelta(days=1), min(day_start, _LATEST_NIGHT))
    begins -= timedelta(hours=1)
    return QuietHours(begins.time(), (begins + timedelta(minutes=_NIGHT_MINUTES)).time())


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _wall_time(minutes: int) -> time:
    hour, minute = divmod(minutes % (24 * 60), 60)
    return time(hour, minute)
