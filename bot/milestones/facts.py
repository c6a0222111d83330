"""How many milestones a group finished, for those who look back together."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.facts import Fact
from bot.groups.models import MemberRow, is_of_member_here
from bot.milestones.models import ChangeRow, is_newest_change
from bot.milestones.values import Status


async def group_facts(
    session: AsyncSession, guild_id: int, since: datetime, until: datetime
) -> list[Fact]:
    """What members who are here finished in that time and did not undo; what repeats, once.

    What each finished is theirs alone, so the figure says of how many people it is made.
    """
    row = (
        await session.execute(
            select(func.count(), func.count(distinct(ChangeRow.user_id)))
            .join(MemberRow, is_of_member_here(ChangeRow.guild_id, ChangeRow.user_id))
            .where(
                ChangeRow.guild_id == guild_id,
                ChangeRow.status == Status.DONE,
                ChangeRow.changed_at >= since,
                ChangeRow.changed_at < until,
                is_newest_change(),
            )
        )
    ).one()
    count, people = row
    return [Fact(count, "milestone done", "milestones done", people)]
