"""What a tick decides: which delivery each due schedule gets, and when it is due again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import Row

from bot.scheduling.models import DeliveryStatus
from bot.scheduling.recurrence import Occurrence, latest_occurrence, occurrence_after
from bot.scheduling.schedules import RULE_COLUMNS, rule_of

log = logging.getLogger(__name__)

# Computations before the event loop goes on: about 1 ms.
_CHUNK = 20

_SET_ASIDE = timedelta(days=1)

_SHIFT = timedelta(hours=12)
"""A zone's new rules move a wall time by less; its occurrence before lies further back."""

_rule_columns_of = attrgetter(*RULE_COLUMNS)


@dataclass(frozen=True, slots=True)
class Advance:
    """How schedules that are alike move on. ``status`` is None when they get no delivery."""

    schedule_ids: list[int]
    next_due_at: datetime | None
    due: Occurrence | None
    status: DeliveryStatus | None


@dataclass(frozen=True, slots=True)
class _RuleTimes:
    """The occurrences of a rule around one instant."""

    latest: Occurrence | None
    next_due_at: datetime | None


async def advance_schedules(
    rows: Iterable[Row[Any]], now: datetime, lateness: Mapping[str, timedelta | None]
) -> list[Advance]:
    """Decide for each row: the ``ids`` of schedules of one kind, rule and ``next_due_at``.

    However long a schedule was overdue, it gets one delivery, for its latest occurrence: due, or
    missed when that is older than its kind allows (None: however old). ``next_due_at`` is strictly
    past ``now``. Pauses often enough that the event loop goes on.
    """
    times: dict[Hashable, _RuleTimes] = {}
    advances = []
    for number, row in enumerate(rows, start=1):
        rule = _rule_columns_of(row)
        if rule not in times:
            times[rule] = _rule_times(row, now)
        advances.append(_advance(row, times[rule], now, lateness[row.kind]))
        if number % _CHUNK == 0:
            await asyncio.sleep(0)
    return advances


def _rule_times(row: Row[Any], now: datetime) -> _RuleTimes:
    try:
        rule = rule_of(row)
    except ValueError:
        # A zone that this machine's data lacks must not hold up the others.
        log.exception("schedules %s cannot be read; looked at again in a day", row.ids)
        return _RuleTimes(None, now + _SET_ASIDE)
    coming = occurrence_after(rule, now)
    return _RuleTimes(latest_occurrence(rule, now), coming.at if coming else None)


def _advance(
    row: Row[Any], times: _RuleTimes, now: datetime, lateness: timedelta | None
) -> Advance:
    due = times.latest
    # Where a zone's rules changed since, the stored instant was wrong. What came before what it
    # stood for had its turn: it only moves. What it stood for itself may have come earlier.
    if due is None or due.at < row.next_due_at - _SHIFT:
        return Advance(row.ids, times.next_due_at, None, None)
    too_late = lateness is not None and now - due.at > lateness
    status = DeliveryStatus.MISSED if too_late else DeliveryStatus.DUE
    return Advance(row.ids, times.next_due_at, due, status)
