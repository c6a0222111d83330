"""Reads of books."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.project.sample_feature.bot.models import BookRow


async def titles(session: AsyncSession, guild_id: int, user_id: int) -> list[str]:
    """The titles that a member noted, by name."""
    found = await session.scalars(
        select(BookRow.title)
        .where(BookRow.guild_id == guild_id, BookRow.user_id == user_id)
        .order_by(BookRow.title)
    )
    return list(found)
