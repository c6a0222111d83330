"""Prompts that closed direct messages kept back: read from what became of their deliveries."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.service import Member
from bot.routine.schedules import PROMPT
from bot.scheduling.models import DeliveryRow, DeliveryStatus, ScheduleRow


async def held_dates(
    session: AsyncSession, member: Member, *, after: date, before: date
) -> list[date]:
    """The local dates strictly between whose prompt could not be delivered, oldest first."""
    return list(
        await session.scalars(
            select(DeliveryRow.period)
            .join(
                ScheduleRow,
                (ScheduleRow.guild_id == DeliveryRow.guild_id)
                & (ScheduleRow.id == DeliveryRow.schedule_id),
            )
            .where(
                ScheduleRow.guild_id == member.guild_id,
                ScheduleRow.user_id == member.user_id,
                ScheduleRow.kind == PROMPT,
                DeliveryRow.status == DeliveryStatus.UNDELIVERABLE,
                DeliveryRow.period > after,
                DeliveryRow.period < before,
            )
            .order_by(DeliveryRow.period)
        )
    )
