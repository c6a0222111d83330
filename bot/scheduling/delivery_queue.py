"""The queue of deliveries in the database: what is due, who has claimed it, how it ended.

Every function runs inside the caller's short transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.inputs.text import cut
from bot.scheduling.delivery import Delivery, Receipt
from bot.scheduling.models import DeliveryRow, DeliveryStatus, ScheduleRow
from bot.scheduling.schedules import NOBODY

_LONG_QUEUE = timedelta(minutes=15)
"""What has waited for longer leaves half of the places to what has just fallen due."""

_LOOK_AHEAD = 500
"""So many of all that wait are looked at for who is next."""

_UNSYNCHRONISED = {"synchronize_session": False}

# The end of each delivery: built once, and without what a session would do.
_DELIVERIES = DeliveryRow.metadata.tables[DeliveryRow.__tablename__]
_FINISH = (
    update(_DELIVERIES)
    .where(
        _DELIVERIES.c.guild_id == bindparam("of_guild"),
        _DELIVERIES.c.id == bindparam("of_id"),
        _DELIVERIES.c.attempt == bindparam("of_attempt"),
        _DELIVERIES.c.status.in_(bindparam("of_status", expanding=True)),
    )
    .values(
        {
            name: bindparam(name)
            for name in ("status", "channel_id", "message_id", "reason", "finished_at")
        }
    )
    .values(next_try_at=None)
    .returning(_DELIVERIES.c.id)
)


async def next_due(
    session: AsyncSession, kinds: Collection[str]
) -> tuple[datetime | None, datetime | None]:
    """When the first schedule, and the first open delivery, of these kinds is to be looked at.

    Retries and leases that run out are among the latter.
    """
    schedule = (
        select(ScheduleRow.next_due_at)
        .where(ScheduleRow.next_due_at.is_not(None), ScheduleRow.kind.in_(kinds))
        .order_by(ScheduleRow.next_due_at)
        .limit(1)
    )
    delivery = (
        select(DeliveryRow.next_try_at)
        .where(_is_open(kinds))
        .order_by(DeliveryRow.next_try_at, DeliveryRow.id)
        .limit(1)
    )
    row = (
        await session.execute(select(schedule.scalar_subquery(), delivery.scalar_subquery()))
    ).one()
    return row[0], row[1]


async def claim(
    session: AsyncSession,
    now: datetime,
    kinds: Collection[str],
    *,
    lease: timedelta,
    limit: int,
    in_progress: Collection[int] = (),
) -> list[Delivery]:
    """Take up to ``limit`` due deliveries of these kinds for ``lease``.

    In order of when they were to be tried; from both ends of a queue that has grown long, so that
    after downtime nobody waits until all of it is caught up on. The claim of a dead process is due
    again when its lease has run out; never one of ``in_progress``, which this process still works
    on, whatever the clock says.
    """
    claimed = await _pick(session, now, kinds, limit=limit, in_progress=in_progress)
    if claimed:
        await session.execute(
            update(DeliveryRow)
            .where(DeliveryRow.id.in_([delivery.id for delivery in claimed]))
            .values(
                status=DeliveryStatus.SENDING,
                attempt=DeliveryRow.attempt + 1,
                next_try_at=now + lease,
            )
            .execution_options(**_UNSYNCHRONISED)
        )
    return claimed


async def finish(
    session: AsyncSession,
    delivery: Delivery,
    status: DeliveryStatus,
    now: datetime,
    *,
    receipt: Receipt | None = None,
    reason: str | None = None,
) -> bool:
    """Record how a claimed delivery ended; False when this claim is no longer the latest one.

    One that was cancelled while it was being sent is still recorded as sent or undeliverable, as
    that is what happened; but it cannot be missed any more (False).
    """
    before = [DeliveryStatus.SENDING]
    if status is not DeliveryStatus.MISSED:
        before.append(DeliveryStatus.CANCELLED)
    # The attempt number is the claim's token: whoever claims after us has a higher one.
    values = {
        "of_guild": delivery.guild_id,
        "of_id": delivery.id,
        "of_attempt": delivery.attempt,
        "of_status": before,
        "status": status,
        "channel_id": receipt.channel_id if receipt else None,
        "message_id": receipt.message_id if receipt else None,
        "reason": cut(reason, 200) if reason else None,
        "finished_at": now,
    }
    connection = await session.connection()
    return (await connection.execute(_FINISH, values)).first() is not None


async def postpone(
    session: AsyncSession, delivery: Delivery, until: datetime, *, reason: str
) -> bool:
    """Let a claimed delivery be tried again at ``until``; False when it was cancelled."""
    return await _mark(
        session,
        delivery,
        status=DeliveryStatus.RETRY,
        next_try_at=until,
        reason=cut(reason, 200),
    )


async def _mark(
    session: AsyncSession,
    delivery: Delivery,
    **values: Any,
) -> bool:
    # By the attempt number too: see `finish`.
    marked = await session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.guild_id == delivery.guild_id,
            DeliveryRow.id == delivery.id,
            DeliveryRow.attempt == delivery.attempt,
            DeliveryRow.status == DeliveryStatus.SENDING,
        )
        .values(**values)
        .returning(DeliveryRow.id)
        .execution_options(**_UNSYNCHRONISED)
    )
    return marked.first() is not None


async def _pick(
    session: AsyncSession,
    now: datetime,
    kinds: Collection[str],
    *,
    limit: int,
    in_progress: Collection[int],
) -> list[Delivery]:
    """What is to be tried now, locked, as it will be once it is claimed."""
    due = (
        select(
            DeliveryRow.id,
            DeliveryRow.guild_id,
            DeliveryRow.schedule_id,
            DeliveryRow.period,
            DeliveryRow.due_at,
            DeliveryRow.attempt,
            DeliveryRow.nonce,
            DeliveryRow.next_try_at,
        )
        .where(_is_open(kinds), DeliveryRow.next_try_at <= now, DeliveryRow.id.not_in(in_progress))
        .with_for_update(skip_locked=True)
    )
    oldest = due.order_by(DeliveryRow.next_try_at, DeliveryRow.id).limit(limit)
    rows = list((await session.execute(oldest)).all())
    if len(rows) == limit and rows[0].next_try_at < now - _LONG_QUEUE:
        first = rows[: limit - limit // 2]
        newest = (
            due.where(DeliveryRow.id.not_in([row.id for row in first]))
            .order_by(DeliveryRow.next_try_at.desc(), DeliveryRow.id.desc())
            .limit(limit // 2)
        )
        rows = [*first, *(await session.execute(newest)).all()]
    schedules = await session.execute(
        select(ScheduleRow.id, ScheduleRow.user_id, ScheduleRow.kind, ScheduleRow.subject).where(
            ScheduleRow.id.in_([row.schedule_id for row in rows])
        )
    )
    schedule_of = {schedule.id: schedule for schedule in schedules}
    return [
        Delivery(
            id=row.id,
            guild_id=row.guild_id,
            user_id=schedule.user_id if schedule.user_id != NOBODY else None,
            kind=schedule.kind,
            subject=schedule.subject,
            period=row.period,
            due_at=row.due_at,
            attempt=row.attempt + 1,
            nonce=row.nonce,
        )
        for row in rows
        for schedule in [schedule_of[row.schedule_id]]
    ]


def _is_open(kinds: Collection[str]) -> ColumnElement[bool]:
    """Open, and of these kinds.

    The kind is looked up row by row: for a join, SQLite may read all schedules first.
    """
    kind = (
        select(ScheduleRow.kind).where(ScheduleRow.id == DeliveryRow.schedule_id).scalar_subquery()
    )
    return and_(DeliveryRow.next_try_at.is_not(None), kind.in_(kinds))


def next_to_send(guild_id: int, now: datetime) -> Select[int]:
    """The users to whom a server's next messages go, of those that wait to be claimed now."""
    first = (
        select(DeliveryRow.guild_id, DeliveryRow.schedule_id)
        .where(DeliveryRow.next_try_at.is_not(None), DeliveryRow.next_try_at <= now)
        .order_by(DeliveryRow.next_try_at, DeliveryRow.id)
        .limit(_LOOK_AHEAD)
        .subquery()
    )
    return (
        select(ScheduleRow.user_id)
        .join(first, first.c.schedule_id == ScheduleRow.id)
        .where(first.c.guild_id == guild_id)
    )


async def release(
    session: AsyncSession, deliveries: Collection[Delivery], *, until: datetime | None = None
) -> None:
    """Give back claims that nobody began to send, so that another process need not wait.

    They are due again at once, or at ``until``.
    """
    for delivery in deliveries:
        await _mark(
            session,
            delivery,
            status=DeliveryStatus.DUE if delivery.attempt == 1 else DeliveryStatus.RETRY,
            attempt=delivery.attempt - 1,
            next_try_at=until or delivery.due_at,
        )
