"""Whose progress a change of the plan concerns: counts only, for the organisers' preview."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.models import MemberRow
from bot.milestones.models import ChangeRow


async def touched(
    session: AsyncSession, guild_id: int, milestone_ids: Collection[str]
) -> dict[str, int]:
    """How many members have begun, done or skipped each of these milestones.

    Members who left do not count; a milestone that nobody touched has no entry.
    """
    if not milestone_ids:
        return {}
    rows = await session.execute(
        select(ChangeRow.milestone_id, func.count(ChangeRow.user_id.distinct()).label("members"))
        .join(
            MemberRow,
            and_(MemberRow.guild_id == ChangeRow.guild_id, MemberRow.user_id == ChangeRow.user_id),
        )
        .where(
            ChangeRow.guild_id == guild_id,
            ChangeRow.milestone_id.in_(milestone_ids),
            MemberRow.left_at.is_(None),
        )
        .group_by(ChangeRow.milestone_id)
    )
    return {row.milestone_id: row.members for row in rows}
