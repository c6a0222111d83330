"""How a member's reviews stand with the plan: published in the period, and counted there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.milestones.queries import my_board
from bot.milestones.rules.counting import counting, stands
from bot.milestones.values import Board, Period
from bot.reviews.models import ReviewRow
from bot.reviews.values import PeriodCount


async def period_count(session: AsyncSession, caller: MemberCaller) -> PeriodCount:
    """How the caller's reviews of the present period stand, in their zone (A12, P11)."""
    return await count_on(session, caller, await my_board(session, caller))


async def count_on(session: AsyncSession, caller: MemberCaller, board: Board) -> PeriodCount:
    """The same, where the board is at hand."""
    rows = await session.execute(
        select(
            ReviewRow.id, ReviewRow.released_on, ReviewRow.counted_as, ReviewRow.counted_number
        ).where(ReviewRow.guild_id == caller.guild_id, ReviewRow.user_id == caller.user_id)
    )
    mine = rows.all()
    item = counting(board.items, "paper-reviews")
    if item is None or item.occurrences is None:
        month = _month(caller.today)
        found = PeriodCount(month, f"{caller.today:%B}", 0)
    else:
        tally = item.occurrences.now
        found = PeriodCount(
            tally.period,
            tally.words,
            0,
            milestone_id=item.id,
            title=item.title,
            number=item.number,
            tally=tally,
            counted=frozenset(
                row.id for row in mine if stands(item, row.counted_as, row.counted_number)
            ),
        )
    published = [row.released_on for row in mine if row.released_on is not None]
    return replace(found, published=sum(day in found.period for day in published))


def _month(today: date) -> Period:
    first = today.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(first, following - timedelta(days=1))
