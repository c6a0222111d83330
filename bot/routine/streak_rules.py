"""The streak, its freezes, and consistency, of entries and planned days alone. Pure.

A day done adds one to the streak. A skip, rest, and a day that was not planned or not asked about
hold it. A day that was due and is over without an answer spends a freeze, or ends the streak where
there is none. Each seven days done earn a freeze, three at most: a tank of days done, which takes
21 and of which a freeze is seven. So to answer a day later, and to rest, never lowers anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from bot.routine.streak_values import DayKind, PlannedDays, Streak
from bot.routine.values import EntryOutcome

DAYS_PER_FREEZE, MOST_FREEZES = 7, 3
WEEKS = 8
"""Consistency is that of so many weeks, this one the last."""

_FULL = DAYS_PER_FREEZE * MOST_FREEZES
_DAY = timedelta(days=1)


def streak_of(entries: Mapping[date, EntryOutcome], planned: PlannedDays, *, today: date) -> Streak:
    """How a member stands on ``today``; no order of writing and no look at it changes anything."""
    first_shown = today - today.weekday() * _DAY - (WEEKS - 1) * 7 * _DAY
    known = [*entries, *planned.asked]
    # Who travels west has lived a date that is ahead now; it stays theirs.
    last = max([today, *entries])
    day = min([first_shown, *known])
    current = longest = tank = 0
    kinds: dict[date, DayKind] = {}
    while day <= last:
        kind = day_kind(day, entries.get(day), planned, today)
        if kind is DayKind.DONE:
            current, tank = current + 1, min(_FULL, tank + 1)
        elif kind is DayKind.MISSED and current:
            if tank >= DAYS_PER_FREEZE:
                kind, tank = DayKind.FROZEN, tank - DAYS_PER_FREEZE
            else:
                current = tank = 0
        longest = max(longest, current)
        kinds[day] = kind
        day += _DAY
    shown = tuple((day, kind) for day, kind in kinds.items() if day >= first_shown)
    kept, counted = _consistency(dict(shown), planned)
    return Streak(
        today=today,
        current=current,
        longest=longest,
        freezes=tank // DAYS_PER_FREEZE,
        to_next=None if tank == _FULL else DAYS_PER_FREEZE - tank % DAYS_PER_FREEZE,
        kept=kept,
        planned=counted,
        days=shown,
    )


def day_kind(day: date, outcome: EntryOutcome | None, planned: PlannedDays, today: date) -> DayKind:
    """What a date was for a member who answered so; a freeze that covers it is the streak's."""
    if outcome is EntryOutcome.DONE:
        return DayKind.DONE
    if outcome is EntryOutcome.SKIPPED:
        return DayKind.SKIPPED
    if planned.is_rest(day):
        return DayKind.REST
    if day >= today:
        return DayKind.OPEN
    return DayKind.MISSED if planned.is_due(day) else DayKind.FREE


def _consistency(kinds: Mapping[date, DayKind], planned: PlannedDays) -> tuple[int, int]:
    """Days kept, and days that count: those planned and over, and those done all the same.

    A day of rest counts only where it was done anyway, so that rest lowers nothing (U7).
    """
    done = sum(kind is DayKind.DONE and planned.is_own(day) for day, kind in kinds.items())
    over = (DayKind.SKIPPED, DayKind.MISSED, DayKind.FROZEN)
    others = sum(kind in over and planned.is_due(day) for day, kind in kinds.items())
    return done, done + others
