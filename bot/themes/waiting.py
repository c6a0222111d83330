"""The open vote on themes in which a member has none, for their daily message and `/today` (R13).

Whoever has voted hears nothing more of it, however few of their votes they gave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Member
from bot.reminders.closing import ClosingVote
from bot.retros.models import CardRow, RetroRow
from bot.retros.values import Phase
from bot.scheduling import local_date
from bot.themes.models import VoteRow

_cards = (CardRow.guild_id == RetroRow.guild_id) & (CardRow.retro_id == RetroRow.id)
# Every daily message asks for it: built once, plain rows, and without what a session would do.
_WAITING = select(RetroRow.id, RetroRow.title, RetroRow.votes, RetroRow.phase_ends_at).where(
    RetroRow.guild_id == bindparam("guild_id"),
    RetroRow.phase == Phase.VOTE,
    RetroRow.phase_ends_at > bindparam("now"),
    ~exists().where(
        VoteRow.guild_id == RetroRow.guild_id,
        VoteRow.retro_id == RetroRow.id,
        VoteRow.user_id == bindparam("user_id"),
    ),
    # Where none go to own cards, there has to be another's to vote for.
    exists().where(_cards, or_(RetroRow.own_votes, CardRow.author_id != bindparam("user_id"))),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingVote(ClosingVote):
    """A vote on themes that is open and in which a member has none; everybody has ``votes``."""

    kind: ClassVar[str] = "themes"
    title: str
    votes: int


async def waiting(session: AsyncSession, member: Member, now: datetime) -> WaitingVote | None:
    """The vote that waits for the member, if one does; in one statement."""
    connection = await session.connection()
    whose = {"guild_id": member.guild_id, "user_id": member.user_id, "now": now}
    row = (await connection.execute(_WAITING, whose)).one_or_none()
    if row is None or not member.is_here:
        return None
    return WaitingVote(
        thing_id=row.id,
        closes_at=row.phase_ends_at,
        due=local_date(row.phase_ends_at, member.zone),
        title=row.title,
        votes=row.votes,
    )
