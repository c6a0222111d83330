"""What waited for somebody to come back goes once the time for that is over (M2).

The time begins when they left the group, when Discord said that they are no longer in its server,
or when it said that the bot is not. Each person, and each group that nobody is stored of any more,
goes in a transaction of its own: what is cut off goes on with the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base
from bot.forgetting.service import lock_person, remove
from bot.groups.models import GroupRow, MemberRow


@dataclass(frozen=True, slots=True)
class Departed:
    """Somebody whose time to come back is over.

    ``has_left`` says that they left the group themselves, ``is_absent`` that the bot is not in its
    server; otherwise they were found to be gone from the server.
    """

    guild_id: int
    user_id: int
    has_left: bool
    is_absent: bool


async def departed(session: AsyncSession, *, before: datetime, limit: int) -> Sequence[Departed]:
    """Up to ``limit`` people whose time began at ``before`` or earlier, in no order.

    So somebody about whom Discord says nothing holds up nobody.
    """
    rows = await session.execute(
        select(MemberRow.guild_id, MemberRow.user_id, MemberRow.left_at, GroupRow.absent_since)
        .join(GroupRow, GroupRow.guild_id == MemberRow.guild_id)
        .where(_is_over(before))
        .order_by(func.random())
        .limit(limit)
    )
    return [
        Departed(
            row.guild_id,
            row.user_id,
            row.left_at is not None and row.left_at <= before,
            row.absent_since is not None and row.absent_since <= before,
        )
        for row in rows
    ]


async def purge_person(
    session: AsyncSession, guild_id: int, user_id: int, *, before: datetime, now: datetime
) -> bool:
    """Remove all that is stored about the person; False where they have come back meanwhile."""
    await lock_person(session, guild_id, user_id)
    still = await session.execute(
        select(MemberRow.user_id)
        .join(GroupRow, GroupRow.guild_id == MemberRow.guild_id)
        .where(MemberRow.guild_id == guild_id, MemberRow.user_id == user_id, _is_over(before))
    )
    if still.first() is None:
        return False
    await remove(session, guild_id, user_id, now=now)
    return True


async def abandoned(session: AsyncSession, *, before: datetime, limit: int) -> Sequence[int]:
    """Up to ``limit`` groups whose time is over, and of which no member is stored any more."""
    rows = await session.scalars(
        select(GroupRow.guild_id)
        .where(
            GroupRow.absent_since <= before,
            ~exists().where(MemberRow.guild_id == GroupRow.guild_id),
        )
        .order_by(GroupRow.absent_since)
        .limit(limit)
    )
    return rows.all()


async def purge_group(session: AsyncSession, guild_id: int, *, before: datetime) -> bool:
    """Remove all that is stored of a group; False where the bot is in its server again."""
    still = await session.scalar(
        select(GroupRow.guild_id)
        .where(GroupRow.guild_id == guild_id, GroupRow.absent_since <= before)
        .with_for_update()
    )
    if still is None:
        return False
    for table in reversed(Base.metadata.sorted_tables):
        if "guild_id" in table.c:
            await session.execute(delete(table).where(table.c.guild_id == guild_id))
    return True


def _is_over(before: datetime) -> ColumnElement[bool]:
    return or_(
        MemberRow.left_at <= before,
        MemberRow.gone_since <= before,
        GroupRow.absent_since <= before,
    )
