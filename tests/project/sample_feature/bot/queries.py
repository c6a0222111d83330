"""Reads of books."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.project.sample_feature.bot.models import BOOKS


async def titles(session: AsyncSession, guild_id: int, user_id: int) -> list[str]:
    """The titles that a member noted, by name."""
    found = await session.scalars(
        select(BOOKS.c.title)
        .where(BOOKS.c.guild_id == guild_id, BOOKS.c.user_id == user_id)
        .order_by(BOOKS.c.title)
    )
    return list(found)
