"""A change of one member's row, of which every feature is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.feature import member_changed
from bot.groups.models import MemberRow
from bot.groups.rows import GROUP_ZONE, MEMBER_COLUMNS, member_from
from bot.groups.values import Member


async def change_row(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    *only: ColumnElement[bool],
    columns: dict[str, Any],
    now: datetime,
) -> Member | None:
    """The member with these columns; None where there is no row for which ``only`` holds."""
    found = await session.execute(
        update(MemberRow)
        .where(MemberRow.guild_id == guild_id, MemberRow.user_id == user_id, *only)
        .values(**columns)
        .returning(*MEMBER_COLUMNS, GROUP_ZONE)
        .execution_options(synchronize_session=False)
    )
    row = found.one_or_none()
    if row is None:
        return None
    member = member_from(row, row.group_zone)
    await member_changed(session, member, now)
    return member
