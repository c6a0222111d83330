"""What became of a retro's messages: where the panel and the summary stand, or why they do not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.retros.models import RetroRow
from bot.retros.service import Message
from bot.scheduling import DeliveryFailure, DeliveryStatus


async def panel_posted(
    session: AsyncSession, guild_id: int, retro_id: int, message: Message
) -> None:
    """Record where the panel stands."""
    await _record(
        session,
        guild_id,
        retro_id,
        channel_id=message.channel_id,
        message_id=message.message_id,
        trouble=None,
    )


async def summary_posted(
    session: AsyncSession, guild_id: int, retro_id: int, message: Message
) -> None:
    """Record where the summary stands."""
    await _record(
        session,
        guild_id,
        retro_id,
        summary_channel_id=message.channel_id,
        summary_id=message.message_id,
        trouble=None,
    )


async def not_posted(
    session: AsyncSession, guild_id: int, *, subject: str, period: date, reason: str
) -> None:
    """Record why a delivery of these kinds could not be posted, for the next organiser who asks."""
    chosen = RetroRow.id == int(subject) if subject else RetroRow.scheduled_for == period
    await session.execute(
        update(RetroRow)
        .where(RetroRow.guild_id == guild_id, chosen)
        .values(trouble=reason)
        .execution_options(synchronize_session=False)
    )


async def on_failed(session: AsyncSession, failure: DeliveryFailure, _now: datetime) -> None:
    """Record why a retro's message could not be posted."""
    if failure.status is not DeliveryStatus.UNDELIVERABLE:
        return
    await not_posted(
        session,
        failure.delivery.guild_id,
        subject=failure.delivery.subject,
        period=failure.delivery.period,
        reason=failure.reason,
    )


async def _record(session: AsyncSession, guild_id: int, retro_id: int, **values: Any) -> None:
    await session.execute(
        update(RetroRow)
        .where(RetroRow.guild_id == guild_id, RetroRow.id == retro_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
