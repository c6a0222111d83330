"""Dates that a series leaves out: a pause, rest that repeats, fewer days for a while. Pure.

A skipped date is never due. Schedules keep them as one text, so that those who rest alike are
advanced together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

EVERY_DAY = frozenset(range(7))
EVERY_MONTH = frozenset(range(1, 13))
MOST_WEEKS = 52
"""So many weeks apart at most is what repeats by weeks."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Skip:
    """Dates on these weekdays (0 = Monday) in these months, from ``since`` until before ``until``.

    ``every`` counts weeks from the one with ``since``: 2 leaves out that week's and each second
    one's after it.

    Raises:
        ValueError: a weekday, month or number of weeks out of range, or weeks counted from nowhere.
    """

    weekdays: frozenset[int] = EVERY_DAY
    months: frozenset[int] = EVERY_MONTH
    every: int = 1
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse what says no dates."""
        if not (self.weekdays and self.weekdays <= EVERY_DAY):
            raise ValueError("weekdays are 0 (Monday) to 6 (Sunday)")
        if not (self.months and self.months <= EVERY_MONTH):
            raise ValueError("months are 1 to 12")
        if not 1 <= self.every <= MOST_WEEKS:
            raise ValueError(f"weeks apart are 1 to {MOST_WEEKS}")
        if self.every > 1 and self.since is None:
            raise ValueError("what comes every few weeks counts from a date")

    def covers(self, day: date) -> bool:
        """Whether it leaves the date out."""
        if day.weekday() not in self.weekdays or day.month not in self.months:
            return False
        if self.until is not None and day >= self.until:
            return False
        if self.since is None:
            return True
        return day >= self.since and (_week(day) - _week(self.since)) % self.every == 0

    def is_over(self, day: date) -> bool:
        """Whether it covers no date from ``day`` on."""
        return self.until is not None and self.until <= day


def covered(skips: Iterable[Skip], day: date) -> bool:
    """Whether any of them leaves the date out."""
    return any(skip.covers(day) for skip in skips)


def first_open(skips: Iterable[Skip], day: date, *, within: int) -> date | None:
    """The first date from ``day`` on that none of them covers, among ``within`` dates."""
    known = tuple(skips)
    ahead = (day + offset * _DAY for offset in range(within))
    return next((each for each in ahead if not covered(known, each)), None)


def write_skips(skips: Iterable[Skip]) -> str | None:
    """They as the text that is stored, one for what is alike; None for none."""
    parts = sorted({json.dumps(_plain(skip), separators=(",", ":")) for skip in skips})
    return f"[{','.join(parts)}]" if parts else None


@lru_cache(maxsize=4096)
def read_skips(text: str | None) -> tuple[Skip, ...]:
    """What `write_skips` wrote.

    Raises:
        ValueError: it did not write this.
    """
    if text is None:
        return ()
    try:
        return tuple(_skip(each) for each in json.loads(text))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"no dates to skip: {text!r}") from error


def _plain(skip: Skip) -> dict[str, Any]:
    """Only what says something, so that the text stays short and can be read."""
    said: dict[str, Any] = {}
    if skip.weekdays != EVERY_DAY:
        said["weekdays"] = sorted(skip.weekdays)
    if skip.months != EVERY_MONTH:
        said["months"] = sorted(skip.months)
    if skip.every != 1:
        said["every"] = skip.every
    if skip.since is not None:
        said["since"] = skip.since.isoformat()
    if skip.until is not None:
        said["until"] = skip.until.isoformat()
    return said


def _skip(said: dict[str, Any]) -> Skip:
    return Skip(
        weekdays=frozenset(said.get("weekdays", EVERY_DAY)),
        months=frozenset(said.get("months", EVERY_MONTH)),
        every=said.get("every", 1),
        since=date.fromisoformat(said["since"]) if "since" in said else None,
        until=date.fromisoformat(said["until"]) if "until" in said else None,
    )


def _week(day: date) -> int:
    """The number of a date's week, which begins on Monday."""
    return (day.toordinal() - 1) // 7
