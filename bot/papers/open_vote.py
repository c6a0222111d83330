"""The vote that is open in a group, as one of its members sees it in a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.models import PaperRow
from bot.groups.values import Member
from bot.papers.models import BallotRow, RoundRow, ShortlistRow


@dataclass(frozen=True, slots=True)
class OpenVote:
    """An open vote: the titles of its shortlist in order, and whether the member has voted."""

    round_id: int
    closes_at: datetime
    titles: tuple[str, ...]
    has_voted: bool


async def open_vote(session: AsyncSession, member: Member, *, now: datetime) -> OpenVote | None:
    """The open vote of the member's group, in one statement; None where there is none."""
    has_voted = exists().where(
        BallotRow.guild_id == RoundRow.guild_id,
        BallotRow.round_id == RoundRow.id,
        BallotRow.user_id == member.user_id,
    )
    found = await session.execute(
        select(RoundRow.id, RoundRow.closes_at, PaperRow.title, has_voted.label("has_voted"))
        .join(
            ShortlistRow,
            and_(ShortlistRow.guild_id == RoundRow.guild_id, ShortlistRow.round_id == RoundRow.id),
        )
        .join(PaperRow, PaperRow.arxiv_id == ShortlistRow.arxiv_id)
        .where(
            RoundRow.guild_id == member.guild_id,
            RoundRow.closed_at.is_(None),
            RoundRow.closes_at > now,
        )
        .order_by(RoundRow.opened_at.desc(), RoundRow.id, ShortlistRow.position)
    )
    rows = found.all()
    if not rows:
        return None
    titles = tuple(row.title for row in rows if row.id == rows[0].id)
    return OpenVote(rows[0].id, rows[0].closes_at, titles, rows[0].has_voted)
