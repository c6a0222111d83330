"""What a clock that stood ahead has left behind, set right once it tells the time again.

The rule:

* What was sent for an occurrence that is still to come counts: it is not sent again when its day
  really comes, since a schedule has one delivery for an occurrence.
* Where its words were true only then, as of what begins soon, its feature lets it be sent again.
* What was recorded for one without a message (too late, nothing to send) is forgotten, so that it
  is sent when its day comes. One that was tried may have arrived, and stays.
* A schedule falls due at its own next occurrence without a delivery, never later.
* What is on its way waits for its due instant, or at most as long as any wait may take.

Everything goes in portions, a short transaction each; where nothing is wrong, nothing is written.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, and_, case, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.scheduling.dispatcher import LONGEST_WAIT, NOTHING_TO_SEND, TOO_LATE
from bot.scheduling.models import Cadence, DeliveryRow, DeliveryStatus, ScheduleRow
from bot.scheduling.recurrence import Occurrence, occurrence_after, occurrences
from bot.scheduling.schedules import RULE_COLUMNS, begins_after, rule_of

PORTION = 1000
"""Rows that one transaction looks at."""

_UNSYNCHRONISED = {"synchronize_session": False}

_rule_columns_of = attrgetter(*RULE_COLUMNS)

log = logging.getLogger(__name__)


async def set_right(db: Database, now: datetime, *, lease: timedelta) -> None:
    """Pull back what lies further ahead of ``now`` than its own rule says.

    ``lease`` is what an interrupted send has to wait at least. Safe to run at any time, beside
    deliveries and other processes.
    """
    forgotten = pulled = 0
    while portion := await _forget_unsent(db, now):
        forgotten += portion
    async with db.begin() as session:
        await _shorten_waits(session, now, lease)
    last: int | None = 0
    while last is not None:
        last, moved = await _pull_back(db, now, after_id=last)
        pulled += moved
    if forgotten or pulled:
        log.warning(
            "The clock stood ahead: %d schedules are due earlier again, %d unsent deliveries of "
            "days to come were forgotten",
            pulled,
            forgotten,
        )


async def _forget_unsent(db: Database, now: datetime) -> int:
    """Forget a portion of what ended without a message before it was due; gives back how many."""
    unsent = or_(
        and_(
            DeliveryRow.status == DeliveryStatus.MISSED,
            DeliveryRow.reason == TOO_LATE,
            DeliveryRow.attempt <= 1,
        ),
        and_(DeliveryRow.status == DeliveryStatus.SENT, DeliveryRow.reason == NOTHING_TO_SEND),
    )
    chosen = select(DeliveryRow.id).where(DeliveryRow.due_at > now, unsent).limit(PORTION)
    async with db.read() as session:
        ids = (await session.scalars(chosen)).all()
    if not ids:
        return 0
    async with db.begin() as session:
        gone = await session.scalars(
            delete(DeliveryRow)
            .where(DeliveryRow.id.in_(ids), unsent)
            .returning(DeliveryRow.schedule_id)
            .execution_options(**_UNSYNCHRONISED)
        )
        await _await_once_more(session, gone.all(), now)
    return len(ids)


async def send_again(session: AsyncSession, *, kind: str, about: str, since: datetime) -> None:
    """Let single messages of a kind be sent in their time that were sent although it is to come.

    Those whose subject ends with ``about`` and that are due after ``since``, which lies so far
    ahead of now as a message may come early.
    """
    ahead = select(ScheduleRow.id).where(
        ScheduleRow.kind == kind,
        ScheduleRow.subject.endswith(about, autoescape=True),
        ScheduleRow.cadence == Cadence.ONCE,
        ScheduleRow.once_at > since,
        ScheduleRow.next_due_at.is_(None),
    )
    gone = await session.scalars(
        delete(DeliveryRow)
        .where(
            DeliveryRow.schedule_id.in_(ahead),
            DeliveryRow.status == DeliveryStatus.SENT,
            DeliveryRow.due_at > since,
        )
        .returning(DeliveryRow.schedule_id)
        .execution_options(**_UNSYNCHRONISED)
    )
    await _await_once_more(session, gone.all(), since)


async def _await_once_more(
    session: AsyncSession, schedule_ids: Collection[int], after: datetime
) -> None:
    """Let single times fall due; they have no next occurrence to be found later on."""
    await session.execute(
        update(ScheduleRow)
        .where(
            ScheduleRow.id.in_(schedule_ids),
            ScheduleRow.cadence == Cadence.ONCE,
            ScheduleRow.next_due_at.is_(None),
            ScheduleRow.once_at > after,
        )
        .values(next_due_at=ScheduleRow.once_at)
        .execution_options(**_UNSYNCHRONISED)
    )


async def _shorten_waits(session: AsyncSession, now: datetime, lease: timedelta) -> None:
    """Retries and leases that would last longer than any may: not before they are due."""
    soon = now + lease
    await session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.status.in_((DeliveryStatus.SENDING, DeliveryStatus.RETRY)),
            DeliveryRow.next_try_at > now + max(LONGEST_WAIT, lease),
        )
        .values(next_try_at=case((DeliveryRow.due_at > soon, DeliveryRow.due_at), else_=soon))
        .execution_options(**_UNSYNCHRONISED)
    )


async def _pull_back(db: Database, now: datetime, *, after_id: int) -> tuple[int | None, int]:
    """Pull back a portion of the schedules; gives back the last id, if any, and how many moved."""
    chosen = (
        select(
            ScheduleRow.id,
            ScheduleRow.next_due_at,
            ScheduleRow.starts_at,
            *(getattr(ScheduleRow, name) for name in RULE_COLUMNS),
        )
        .where(
            ScheduleRow.id > after_id,
            ScheduleRow.next_due_at > now,
            ScheduleRow.cadence != Cadence.ONCE,
        )
        .order_by(ScheduleRow.id)
        .limit(PORTION)
    )
    async with db.read() as session:
        rows = (await session.execute(chosen)).all()
        late = await _beyond_their_next(rows, now)
        taken = await _taken(session, late, now)
    moves: defaultdict[tuple[datetime, datetime], list[int]] = defaultdict(list)
    for row in late:
        coming = _first_free(row, now, taken[row.id])
        if coming is not None:
            moves[row.next_due_at, coming.at].append(row.id)
    if moves:
        async with db.begin() as session:
            for (stored, at), ids in moves.items():
                await session.execute(
                    update(ScheduleRow)
                    .where(ScheduleRow.id.in_(ids), ScheduleRow.next_due_at == stored)
                    .values(next_due_at=at)
                    .execution_options(**_UNSYNCHRONISED)
                )
    last = rows[-1].id if len(rows) == PORTION else None
    return last, sum(map(len, moves.values()))


async def _beyond_their_next(rows: Sequence[Row[Any]], now: datetime) -> list[Row[Any]]:
    """Those that fall due later than their rule would have it."""
    coming: dict[Any, datetime | None] = {}
    late = []
    for row in rows:
        key = (_rule_columns_of(row), row.starts_at)
        if key not in coming:
            coming[key] = _next(row, now)
            # Up to a thousand different ones: the event loop goes on between them.
            await asyncio.sleep(0)
        at = coming[key]
        if at is not None and at < row.next_due_at:
            late.append(row)
    return late


def _next(row: Row[Any], now: datetime) -> datetime | None:
    try:
        found = occurrence_after(rule_of(row), begins_after(now, row.starts_at))
    except ValueError:
        # A zone that this machine's data lacks: the tick reports it and looks again in a day.
        return None
    return found.at if found else None


async def _taken(
    session: AsyncSession, rows: Collection[Row[Any]], now: datetime
) -> defaultdict[int, set[str]]:
    """The occurrences to come that have a delivery, by schedule."""
    taken: defaultdict[int, set[str]] = defaultdict(set)
    if rows:
        since = (now - timedelta(days=2)).date().isoformat()
        found = await session.execute(
            select(DeliveryRow.schedule_id, DeliveryRow.occurrence).where(
                DeliveryRow.schedule_id.in_([row.id for row in rows]),
                DeliveryRow.occurrence >= since,
            )
        )
        for schedule_id, occurrence in found:
            taken[schedule_id].add(occurrence)
    return taken


def _first_free(row: Row[Any], now: datetime, taken: Collection[str]) -> Occurrence | None:
    """The first occurrence without a delivery before the stored one, if there is one."""
    ahead = occurrences(rule_of(row), begins_after(now, row.starts_at))
    earlier = takewhile(lambda found: found.at < row.next_due_at, ahead)
    return next((found for found in earlier if found.key not in taken), None)
