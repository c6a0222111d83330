"""The group's progress as it was counted: counts without names (`bot.milestones.figures`)."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.figures import FLOOR
from bot.groups.models import MemberRow, is_here
from bot.milestones.models import BlockFigureRow
from bot.milestones.values import Count
from bot.milestones.values.group import BlockProgress, GroupProgress
from bot.plans import queries as plans


async def group_progress(session: AsyncSession, guild_id: int) -> GroupProgress | None:
    """The group's counts by block, or None where of too few any could be told (W2).

    It gives what is stored and counts nothing, so that nobody sees what one member changed (U5).
    Nothing in it tells who did what. Two statements, however many members there are.

    Raises:
        NotSetUp: the server has no group.
    """
    plan = await plans.current(session, guild_id)
    here = select(func.count()).where(MemberRow.guild_id == guild_id, is_here())
    rows = await session.execute(
        select(
            BlockFigureRow.block_id,
            BlockFigureRow.done,
            BlockFigureRow.in_progress,
            BlockFigureRow.skipped,
            BlockFigureRow.total,
            BlockFigureRow.members,
            here.scalar_subquery().label("here"),
        ).where(BlockFigureRow.guild_id == guild_id, BlockFigureRow.members.is_not(None))
    )
    counted = {row.block_id: row for row in rows if row.here >= FLOOR}
    blocks = []
    for number, block in enumerate(plan.blocks, start=1):
        row = counted.get(block.id)
        count, members = None, 0
        if row is not None:
            members = row.members
            count = Count(
                done=row.done, in_progress=row.in_progress, skipped=row.skipped, total=row.total
            )
        blocks.append(BlockProgress(number, block.id, block.title, count, members))
    progress = GroupProgress(tuple(blocks))
    return progress if progress.counts else None
