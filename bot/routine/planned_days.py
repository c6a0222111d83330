"""Which days were planned for a member: kept when their settings change, and read again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert, weekday_bits, weekdays_in
from bot.groups.values import Member
from bot.plans import queries as plans
from bot.routine.models import EntryRow, PlannedDaysRow
from bot.routine.schedules import PROMPT
from bot.routine.streak_values import DaysInForce, PlannedDays
from bot.scheduling import deliveries_of
from bot.scheduling.models import DeliveryRow, DeliveryStatus, ScheduleRow
from bot.scheduling.skips import read_skips, write_skips

_ASKED = (DeliveryStatus.SENT, DeliveryStatus.UNDELIVERABLE)
"""What reached the member, or waits in ``/today`` since Discord refused it."""


async def keep_planned_days(session: AsyncSession, member: Member, now: datetime) -> None:
    """Note which of their days are planned from today on, unless that is so already."""
    today = member.today(now)
    whose = (
        PlannedDaysRow.guild_id == member.guild_id,
        PlannedDaysRow.user_id == member.user_id,
    )
    spans = await _spans(session, member)
    wanted = _in_force(member, now)
    stands = spans[-1] if spans else None
    if stands is not None and stands.since <= today and _is_alike(stands, wanted):
        return
    if stands is not None and stands.since > today:
        # They came from where the date was later.
        await session.execute(
            delete(PlannedDaysRow)
            .where(*whose, PlannedDaysRow.since > today)
            .execution_options(synchronize_session=False)
        )
    said = {"weekdays": weekday_bits(wanted.weekdays), "skips": write_skips(wanted.skips)}
    await session.execute(
        insert(session, PlannedDaysRow)
        .values(guild_id=member.guild_id, user_id=member.user_id, since=today, **said)
        .on_conflict_do_update(index_elements=["guild_id", "user_id", "since"], set_=said)
    )


async def planned_days(session: AsyncSession, member: Member, now: datetime) -> PlannedDays:
    """The days that were planned for the member until now."""
    spans = await _spans(session, member) or [_in_force(member, now)]
    plan = await plans.current(session, member.guild_id)
    asked = await session.scalars(
        deliveries_of(member.guild_id, DeliveryRow.period, user_id=member.user_id).where(
            ScheduleRow.kind == PROMPT, DeliveryRow.status.in_(_ASKED)
        )
    )
    prompted = frozenset(day for day in range(7) if plan.day(day) is not None)
    return PlannedDays(tuple(spans), prompted, frozenset(asked))


def is_unanswered() -> ColumnElement[bool]:
    """Whether a prompt's delivery is for a day without an answer: that they were asked counts."""
    return ~exists().where(
        EntryRow.guild_id == ScheduleRow.guild_id,
        EntryRow.user_id == ScheduleRow.user_id,
        EntryRow.day == DeliveryRow.period,
    ).correlate(ScheduleRow, DeliveryRow)


async def _spans(session: AsyncSession, member: Member) -> Sequence[DaysInForce]:
    found = await session.execute(
        select(PlannedDaysRow.since, PlannedDaysRow.weekdays, PlannedDaysRow.skips)
        .where(
            PlannedDaysRow.guild_id == member.guild_id,
            PlannedDaysRow.user_id == member.user_id,
        )
        .order_by(PlannedDaysRow.since)
    )
    return [
        DaysInForce(row.since, weekdays_in(row.weekdays), read_skips(row.skips)) for row in found
    ]


def _in_force(member: Member, now: datetime) -> DaysInForce:
    """Nothing is planned for those who are away, or have stopped prompts."""
    today = member.today(now)
    away = member.prompts_stopped or not member.is_here
    return DaysInForce(today, frozenset() if away else member.weekdays, member.skips_from(today))


def _is_alike(one: DaysInForce, other: DaysInForce) -> bool:
    return one.weekdays == other.weekdays and write_skips(one.skips) == write_skips(other.skips)
