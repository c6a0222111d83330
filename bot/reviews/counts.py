"""How a member's reviews stand with the plan: published in the period, and counted there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.achievements import Achievement
from bot.arxiv.models import PaperRow
from bot.groups.values import Member, MemberCaller
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


async def achievements(session: AsyncSession, member: Member) -> list[Achievement]:
    """The reviews that a member published and did not take back, the oldest first (U1)."""
    rows = await session.execute(
        select(
            PaperRow.title, ReviewRow.released_on, ReviewRow.counted_as, ReviewRow.counted_number
        )
        .join(PaperRow, PaperRow.arxiv_id == ReviewRow.arxiv_id)
        .where(
            ReviewRow.guild_id == member.guild_id,
            ReviewRow.user_id == member.user_id,
            ReviewRow.released_on.is_not(None),
        )
        .order_by(ReviewRow.released_on, ReviewRow.id)
    )
    return [
        Achievement(
            kind="review",
            counts="paper-reviews",
            title=title,
            day=day,
            counted=counting.counted_at(name, number),
        )
        for title, day, name, number in rows
        if day is not None
    ]
