"""How a member's reviews stand with the plan: published in the period, and counted there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.milestones.queries import my_board
from bot.milestones.rules import counting
from bot.milestones.values import Countable, PeriodCount
from bot.reviews.models import ReviewRow


async def period_count(session: AsyncSession, caller: MemberCaller) -> PeriodCount:
    """How the caller's reviews of the present period stand, in their zone (A12, P11)."""
    rows = await session.execute(
        select(
            ReviewRow.id, ReviewRow.released_on, ReviewRow.counted_as, ReviewRow.counted_number
        ).where(ReviewRow.guild_id == caller.guild_id, ReviewRow.user_id == caller.user_id)
    )
    board = await my_board(session, caller)
    return counting.period_count(board, "paper-reviews", [Countable(*row) for row in rows])
