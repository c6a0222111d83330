"""Schedules: put one, drop it, look ahead. Everything runs inside the caller's transaction."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert, weekday_bits, weekdays_in
from bot.scheduling.models import Cadence, DeliveryRow, DeliveryStatus, ScheduleRow
from bot.scheduling.recurrence import (
    Occurrence,
    Once,
    Periodic,
    Rule,
    Weekly,
    occurrence_after,
    occurrences,
)
from bot.scheduling.skips import read_skips, write_skips

NOBODY = 0
"""The ``user_id`` of a schedule that belongs to the group itself."""

RULE_COLUMNS = ("cadence", "weekdays", "pattern", "local_time", "once_at", "zone", "skips")
"""The columns of :class:`ScheduleRow` that hold its rule."""

_INSTANT = timedelta(microseconds=1)

# Every look ahead asks for these: built once, plain rows.
_SCHEDULES = ScheduleRow.__table__
_COMING = select(_SCHEDULES).where(
    _SCHEDULES.c.guild_id == bindparam("guild_id"),
    _SCHEDULES.c.user_id == bindparam("user_id"),
    _SCHEDULES.c.kind.in_(bindparam("kinds", expanding=True)),
    _SCHEDULES.c.next_due_at.is_not(None),
)


@dataclass(frozen=True, slots=True)
class Upcoming:
    """One future delivery of a preview. ``at`` is in UTC; ``period`` the local date it is for."""

    kind: str
    subject: str
    at: datetime
    period: date


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that a delivery became, due at ``due_at`` (UTC)."""

    delivery_id: int
    due_at: datetime
    channel_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """When a schedule falls due next, in UTC; ``user_id`` is None for the group itself."""

    kind: str
    user_id: int | None
    at: datetime


async def put(
    session: AsyncSession,
    guild_id: int,
    *,
    kind: str,
    rule: Rule,
    after: datetime,
    starts_at: datetime | None = None,
    user_id: int | None = None,
    subject: str = "",
) -> datetime | None:
    """Make or replace the schedule (guild, user, kind, subject); gives back when it is next due.

    That is its first occurrence strictly after ``after``, and not before ``starts_at``, which has
    no delivery yet, so a prompt moved to later on a date that already had one waits for the next
    date. None: it never falls due.
    Putting a ``Once`` anew moves it: an open delivery of the former one is cancelled.
    """
    values: dict[str, Any] = {
        "guild_id": guild_id,
        "user_id": user_id or NOBODY,
        "kind": kind,
        "subject": subject,
        "starts_at": starts_at,
        **rule_columns(rule),
    }
    key = ("guild_id", "user_id", "kind", "subject")
    changed = {name: value for name, value in values.items() if name not in key}
    schedule_id = (
        await session.execute(
            insert(session, ScheduleRow)
            .values(**values)
            .on_conflict_do_update(index_elements=key, set_=changed)
            .returning(ScheduleRow.id)
        )
    ).scalar_one()
    if isinstance(rule, Once):
        await cancel_open(session, select(ScheduleRow.id).where(ScheduleRow.id == schedule_id))
    begins = begins_after(after, starts_at)
    found = await _first_undelivered(session, schedule_id, rule, begins)
    next_due_at = found.at if found else None
    await session.execute(
        update(ScheduleRow)
        .where(ScheduleRow.guild_id == guild_id, ScheduleRow.id == schedule_id)
        .values(next_due_at=next_due_at)
        .execution_options(synchronize_session=False)
    )
    return next_due_at


async def put_now(
    session: AsyncSession,
    guild_id: int,
    *,
    kind: str,
    zone: str,
    now: datetime,
    user_id: int | None = None,
    subject: str = "",
) -> None:
    """Let a single delivery fall due at once; ``zone`` says which local date it is for."""
    await put(
        session,
        guild_id,
        kind=kind,
        rule=Once(now, zone),
        after=now - _INSTANT,
        user_id=user_id,
        subject=subject,
    )


async def drop(
    session: AsyncSession,
    guild_id: int,
    *,
    kind: str,
    user_id: int | None = None,
    subject: str | None = None,
) -> int:
    """Stop schedules and cancel their open deliveries; gives back how many schedules stopped.

    Without ``user_id`` the group's own, without ``subject`` all of that kind. What was sent stays
    on record, so that a schedule put anew on the same date does not send twice.
    """
    chosen = [
        ScheduleRow.guild_id == guild_id,
        ScheduleRow.user_id == (user_id or NOBODY),
        ScheduleRow.kind == kind,
    ]
    if subject is not None:
        chosen.append(ScheduleRow.subject == subject)
    found = await session.execute(
        update(ScheduleRow)
        .where(*chosen, ScheduleRow.next_due_at.is_not(None))
        .values(next_due_at=None)
        .returning(ScheduleRow.cadence)
        .execution_options(synchronize_session=False)
    )
    stopped = found.scalars().all()
    # The one schedule that ``subject`` names: a single time that still waits has no delivery yet.
    if subject is None or list(stopped) != [Cadence.ONCE]:
        await cancel_open(session, select(ScheduleRow.id).where(*chosen))
    return len(stopped)


async def upcoming(
    session: AsyncSession,
    guild_id: int,
    *,
    kinds: Collection[str],
    user_id: int | None = None,
    limit: int = 14,
) -> list[Upcoming]:
    """The next ``limit`` occurrences of these kinds, of a member or of the group itself."""
    connection = await session.connection()
    chosen = {"guild_id": guild_id, "user_id": user_id or NOBODY, "kinds": list(kinds)}
    rows = (await connection.execute(_COMING, chosen)).all()
    ahead = heapq.merge(*(_ahead(row) for row in rows), key=lambda item: item.at)
    return list(islice(ahead, limit))


async def agenda(session: AsyncSession, guild_id: int, *, limit: int) -> list[AgendaItem]:
    """When each schedule of a group and its members falls due next, earliest first."""
    rows = await session.scalars(
        select(ScheduleRow)
        .where(ScheduleRow.guild_id == guild_id, ScheduleRow.next_due_at.is_not(None))
        .order_by(ScheduleRow.next_due_at, ScheduleRow.id)
        .limit(limit)
    )
    return [
        AgendaItem(row.kind, None if row.user_id == NOBODY else row.user_id, row.next_due_at)
        for row in rows
        if row.next_due_at is not None
    ]


async def last_sent(
    session: AsyncSession, guild_id: int, *, kind: str, before: datetime
) -> datetime | None:
    """When the group's last delivery of a kind that was sent had fallen due, before an instant."""
    sent: datetime | None = await session.scalar(
        deliveries_of(guild_id, DeliveryRow.due_at)
        .where(
            ScheduleRow.kind == kind,
            DeliveryRow.status == DeliveryStatus.SENT,
            DeliveryRow.due_at < before,
        )
        .order_by(DeliveryRow.due_at.desc())
        .limit(1)
    )
    return sent


async def last_message(
    session: AsyncSession, guild_id: int, *, kind: str, user_id: int, subject: str
) -> tuple[int, int] | None:
    """The channel and the message of a member's newest delivery about ``subject`` that was sent."""
    found = await session.execute(
        deliveries_of(guild_id, DeliveryRow.channel_id, DeliveryRow.message_id, user_id=user_id)
        .where(
            ScheduleRow.kind == kind,
            ScheduleRow.subject == subject,
            DeliveryRow.status == DeliveryStatus.SENT,
        )
        .order_by(DeliveryRow.due_at.desc())
        .limit(1)
    )
    row = found.one_or_none()
    if row is None or row.channel_id is None or row.message_id is None:
        return None
    return row.channel_id, row.message_id


async def missed_occurrence(
    session: AsyncSession, guild_id: int, *, kind: str
) -> Occurrence | None:
    """What the group's newest delivery of a kind was for, if that one was missed."""
    found, status = await newest_occurrence(session, guild_id, kind=kind)
    return found if status is DeliveryStatus.MISSED else None


async def newest_occurrence(
    session: AsyncSession, guild_id: int, *, kind: str
) -> tuple[Occurrence, DeliveryStatus] | tuple[None, None]:
    """What the group's newest delivery of a kind was for and where it stands, if there is one."""
    about = (DeliveryRow.due_at, DeliveryRow.period, DeliveryRow.occurrence, DeliveryRow.status)
    found = await session.execute(
        deliveries_of(guild_id, *about)
        .where(ScheduleRow.kind == kind)
        .order_by(DeliveryRow.due_at.desc())
        .limit(1)
    )
    newest = found.one_or_none()
    if newest is None:
        return None, None
    return Occurrence(newest.due_at, newest.period, newest.occurrence), newest.status


async def sent_messages(
    session: AsyncSession,
    guild_id: int,
    *,
    kind: str,
    user_id: int = NOBODY,
    delivery_id: int | None = None,
) -> list[SentMessage]:
    """The messages of a kind that went to the group, or about a member, the oldest first.

    Where ``delivery_id`` is given, that of this delivery alone.
    """
    about = (DeliveryRow.id, DeliveryRow.due_at, DeliveryRow.channel_id, DeliveryRow.message_id)
    wanted = [ScheduleRow.kind == kind, DeliveryRow.message_id.is_not(None)]
    if delivery_id is not None:
        wanted.append(DeliveryRow.id == delivery_id)
    rows = await session.execute(
        deliveries_of(guild_id, *about, user_id=user_id).where(*wanted).order_by(DeliveryRow.due_at)
    )
    return [SentMessage(*row) for row in rows]


def deliveries_of(guild_id: int, *about: Any, user_id: int = NOBODY) -> Select[Any]:
    """These columns of a user's deliveries, or of the group's own, beside their schedules."""
    return (
        select(*about)
        .join_from(
            DeliveryRow,
            ScheduleRow,
            and_(
                ScheduleRow.guild_id == DeliveryRow.guild_id,
                ScheduleRow.id == DeliveryRow.schedule_id,
            ),
        )
        .where(ScheduleRow.guild_id == guild_id, ScheduleRow.user_id == user_id)
    )


def begins_after(after: datetime, starts_at: datetime | None) -> datetime:
    """The instant strictly after which a schedule's occurrences lie."""
    return after if starts_at is None else max(after, starts_at - _INSTANT)


def rule_columns(rule: Rule) -> dict[str, Any]:
    """The columns of :class:`ScheduleRow` that hold ``rule``."""
    return {
        "cadence": _CADENCES[type(rule)],
        "weekdays": weekday_bits(rule.weekdays) if isinstance(rule, Weekly) else None,
        "pattern": rule.pattern if isinstance(rule, Periodic) else None,
        "local_time": None if isinstance(rule, Once) else rule.at,
        "once_at": rule.at if isinstance(rule, Once) else None,
        "zone": rule.zone,
        "skips": write_skips(rule.skips) if isinstance(rule, Weekly) else None,
    }


def rule_of(row: Any) -> Rule:
    """The rule that a schedule's columns hold.

    Raises:
        ValueError: its zone is not known on this machine, or its skipped dates cannot be read.
    """
    if row.cadence is Cadence.ONCE:
        return Once(row.once_at, row.zone)
    if row.cadence is Cadence.PERIODIC:
        return Periodic(row.pattern, row.local_time, row.zone)
    return Weekly(weekdays_in(row.weekdays), row.local_time, row.zone, read_skips(row.skips))


_CADENCES = {Weekly: Cadence.WEEKLY, Periodic: Cadence.PERIODIC, Once: Cadence.ONCE}


def _ahead(row: Row[Any]) -> Iterator[Upcoming]:
    for found in occurrences(rule_of(row), row.next_due_at - _INSTANT):
        yield Upcoming(row.kind, row.subject, found.at, found.period)


async def _first_undelivered(
    session: AsyncSession, schedule_id: int, rule: Rule, after: datetime
) -> Occurrence | None:
    found = occurrence_after(rule, after)
    while found is not None:
        exists = await session.scalar(
            select(DeliveryRow.id).where(
                DeliveryRow.schedule_id == schedule_id, DeliveryRow.occurrence == found.key
            )
        )
        if exists is None:
            return found
        found = occurrence_after(rule, found.at)
    return None


async def cancel_open(session: AsyncSession, schedule_ids: Select[int]) -> None:
    """End the open deliveries of some schedules.

    One that was never tried leaves no trace. One that was may have reached Discord: it stays on
    record, so that its date is not used again.
    """
    waiting = (DeliveryRow.schedule_id.in_(schedule_ids), DeliveryRow.next_try_at.is_not(None))
    await session.execute(
        delete(DeliveryRow)
        .where(*waiting, DeliveryRow.attempt == 0)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(DeliveryRow)
        .where(*waiting)
        .values(status=DeliveryStatus.CANCELLED, next_try_at=None)
        .execution_options(synchronize_session=False)
    )
