"""When a group's retros were open: from the opening to the reveal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.retros.models import RetroRow


@dataclass(frozen=True, slots=True)
class Span:
    """How long a retro takes cards. ``scheduled_for`` is None for one that a person opened."""

    retro_id: int
    scheduled_for: date | None
    opened_at: datetime
    ends_at: datetime


async def spans_since(session: AsyncSession, guild_id: int, since: datetime) -> list[Span]:
    """Of the group's retros that opened at ``since`` or later, oldest first."""
    rows = await session.execute(
        select(
            RetroRow.id,
            RetroRow.scheduled_for,
            RetroRow.opened_at,
            RetroRow.reveal_at,
            RetroRow.closed_at,
        )
        .where(RetroRow.guild_id == guild_id, RetroRow.opened_at >= since)
        .order_by(RetroRow.opened_at, RetroRow.id)
    )
    return [
        Span(
            row.id,
            row.scheduled_for,
            row.opened_at,
            min(row.closed_at or row.reveal_at, row.reveal_at),
        )
        for row in rows
    ]
