"""The paper that a group chose and that one of its members has not reviewed, for a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.models import PaperRow
from bot.groups.values import Member
from bot.papers.models import RoundRow
from bot.reviews.models import ReviewRow

_NAMED_FOR = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Unreviewed:
    """A paper that the group chose at ``chosen_at``; ``has_draft``: the member began a review."""

    key: str
    title: str
    chosen_at: datetime
    has_draft: bool


async def unreviewed(session: AsyncSession, member: Member, *, now: datetime) -> Unreviewed | None:
    """The newest paper of the last weeks without a published review of the member's."""
    theirs = and_(
        ReviewRow.guild_id == RoundRow.guild_id,
        ReviewRow.user_id == member.user_id,
        ReviewRow.arxiv_id == RoundRow.winner_id,
    )
    found = await session.execute(
        select(PaperRow.arxiv_id, PaperRow.title, RoundRow.closed_at, ReviewRow.id)
        .select_from(RoundRow)
        .join(PaperRow, PaperRow.arxiv_id == RoundRow.winner_id)
        .outerjoin(ReviewRow, theirs)
        .where(
            RoundRow.guild_id == member.guild_id,
            RoundRow.closed_at > now - _NAMED_FOR,
            ReviewRow.released_at.is_(None),
        )
        .order_by(RoundRow.closed_at.desc(), RoundRow.id.desc())
        .limit(1)
    )
    row = found.one_or_none()
    if row is None:
        return None
    key, title, chosen_at, draft_id = row
    assert chosen_at is not None, "the statement asks for those that have closed"
    return Unreviewed(key, title, chosen_at, draft_id is not None)
