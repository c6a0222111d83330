"""What schedules and deliveries hold about one person: to be shown to them, or removed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.records import records
from bot.scheduling.models import DeliveryRow, ScheduleRow


async def forget_schedules(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Remove the person's schedules, and all record of what was sent to them."""
    await session.execute(
        delete(ScheduleRow)
        .where(ScheduleRow.guild_id == guild_id, ScheduleRow.user_id == user_id)
        .execution_options(synchronize_session=False)
    )


async def schedule_records(
    session: AsyncSession, guild_id: int, user_id: int
) -> dict[str, list[dict[str, Any]]]:
    """The person's schedules and deliveries as plain JSON values."""
    theirs = (ScheduleRow.guild_id == guild_id, ScheduleRow.user_id == user_id)
    return {
        "schedules": await records(session, ScheduleRow, *theirs),
        "deliveries": await records(
            session,
            DeliveryRow,
            DeliveryRow.guild_id == guild_id,
            DeliveryRow.schedule_id.in_(select(ScheduleRow.id).where(*theirs)),
        ),
    }
