"""The weeks or months ahead with what is held in each, as calendars tell them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from bot.scheduling.recurrence import Periodic, Weekly, occurrences

AHEAD = timedelta(weeks=12)
"""How far ahead slots are told; the week or month in which that ends is told whole."""

_DAY = timedelta(days=1)
# So long may what was due a moment ago still be on its way.
_ON_ITS_WAY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Slot:
    """A week or month with what is held in it; ``is_off`` when nothing is after all."""

    name: str
    opens_at: datetime
    ends_at: datetime
    is_off: bool = False


def slots(
    rule: Weekly | Periodic,
    held: Mapping[str, Slot],
    *,
    name: Callable[[date], str],
    ends: Callable[[datetime], datetime],
    dates: tuple[date, date, date],
    now: datetime,
    since: datetime | None,
) -> Iterator[Slot]:
    """One for each week or month: as it was held, or else as the settings have it.

    ``dates`` are the first of the slot before, the first of the slot that is now, and the last of
    all. Where an opening is over and nothing was held, the settings have changed or nothing came
    of it: it is off, so that whoever has it from an earlier file loses it. What would have opened
    before ``since`` stood in no file.
    """
    before, current, last = dates
    from_then = datetime.combine(before - _DAY, time(), UTC)
    for found in takewhile(lambda found: found.period <= last, occurrences(rule, from_then)):
        if found.period < before:
            continue
        slot = held.get(name(found.period))
        if slot is None:
            is_off = found.at + _ON_ITS_WAY < now
            slot = Slot(name(found.period), found.at, ends(found.at), is_off)
            is_unheard_of = since is not None and found.at < since
            if is_off and (is_unheard_of or (found.period < current and slot.ends_at < now)):
                continue
        yield slot
