"""How a member's reviews stand with the plan: published in the period, and counted there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.achievements import Achievement
from bot.arxiv.models import PaperRow
from bot.groups.values import Member, MemberCaller
from bot.milestones.queries import my_board
from bot.milestones.values import Board, Item, Period, Status
from bot.reviews.models import ReviewRow
from bot.reviews.rules.counting import counts_reviews
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
    item = counts_reviews(board.items)
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
                row.id for row in mine if _stands(item, row.counted_as, row.counted_number)
            ),
        )
    published = [row.released_on for row in mine if row.released_on is not None]
    return replace(found, published=sum(day in found.period for day in published))


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
            counted=None if name is None or number is None else (name, number),
        )
        for title, day, name, number in rows
        if day is not None
    ]


def _stands(item: Item, milestone_id: str | None, number: int | None) -> bool:
    """Whether the change that counted a review was not taken back."""
    done = {change.number for change in item.history if change.status is Status.DONE}
    return milestone_id == item.id and number in done


def _month(today: date) -> Period:
    first = today.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(first, following - timedelta(days=1))
