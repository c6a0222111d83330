"""One act of a member at a time."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.models import MemberRow


async def lock(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Make other acts of this member wait: a double click finds what the first one did."""
    await session.execute(
        select(MemberRow.user_id)
        .where(MemberRow.guild_id == guild_id, MemberRow.user_id == user_id)
        .with_for_update()
    )
