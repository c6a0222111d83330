"""What a tick decides for each due schedule: which delivery it gets, and when it is due again."""

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

_log = logging.getLogger(__name__)

# Computations between two turns of the event loop: about 2 ms.
_CHUNK = 50

_SET_ASIDE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """One schedule's turn. ``status`` is None when it gets no delivery."""

    schedule_id: int
    next_due_at: datetime | None
    due: Occurrence | None
    status: DeliveryStatus | None


@dataclass(frozen=True, slots=True)
class _Step:
    """What a rule means at one instant."""

    latest: Occurrence | None
    next_due_at: datetime | None


async def take_turns(
    rows: Iterable[Row[Any]], now: datetime, lateness: Mapping[str, timedelta]
) -> list[Turn]:
    """A turn for each schedule in ``rows``, with pauses that let the event loop go on.

    However long a schedule was overdue, it gets one delivery, for its latest occurrence: due, or
    missed when that is older than its kind allows. ``next_due_at`` is strictly past ``now``.
    """
    rule_of_row = attrgetter(*RULE_COLUMNS)
    steps: dict[Hashable, _Step] = {}
    turns = []
    for row in rows:
        rule = rule_of_row(row)  # many share one
        step = steps.get(rule)
        if step is None:
            step = steps[rule] = _step(row, now)
            if len(steps) % _CHUNK == 0:
                await asyncio.sleep(0)
        turns.append(_turn(row, step, now - lateness[row.kind]))
    return turns


def _step(row: Row[Any], now: datetime) -> _Step:
    try:
        rule = rule_of(row)
    except ValueError:
        # A zone that this machine's data lacks must not hold up the others.
        _log.exception("schedule %s cannot be read; it is looked at again in a day", row.id)
        return _Step(None, now + _SET_ASIDE)
    coming = occurrence_after(rule, now)
    return _Step(latest_occurrence(rule, now), coming.at if coming else None)


def _turn(row: Row[Any], step: _Step, oldest: datetime) -> Turn:
    due = step.latest
    # Where a zone's rules changed since, the stored instant was wrong: it only moves.
    if due is None or due.at < row.next_due_at:
        return Turn(row.id, step.next_due_at, None, None)
    status = DeliveryStatus.MISSED if due.at < oldest else DeliveryStatus.DUE
    return Turn(row.id, step.next_due_at, due, status)
