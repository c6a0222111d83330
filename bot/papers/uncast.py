"""The ballot that a member has not cast, for their daily message and `/today` (R13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Member
from bot.papers.models import BallotRow, RoundRow
from bot.reminders.closing import ClosingVote
from bot.scheduling import local_date

# Every daily message asks for it: built once, plain rows, and without what a session would do.
_UNCAST = select(RoundRow.id, RoundRow.closes_at).where(
    RoundRow.guild_id == bindparam("guild_id"),
    RoundRow.closed_at.is_(None),
    RoundRow.closes_at > bindparam("now"),
    ~exists().where(
        BallotRow.guild_id == RoundRow.guild_id,
        BallotRow.round_id == RoundRow.id,
        BallotRow.user_id == bindparam("user_id"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncast(ClosingVote):
    """A vote on papers that is open and that a member has no ballot in."""

    kind: ClassVar[str] = "ballot"


async def uncast(session: AsyncSession, member: Member, now: datetime) -> Uncast | None:
    """The vote that waits for the member's ballot, if one does."""
    connection = await session.connection()
    whose = {"guild_id": member.guild_id, "user_id": member.user_id, "now": now}
    row = (await connection.execute(_UNCAST, whose)).one_or_none()
    if row is None or not member.is_here:
        return None
    due = local_date(row.closes_at, member.zone)
    return Uncast(thing_id=row.id, closes_at=row.closes_at, due=due)
