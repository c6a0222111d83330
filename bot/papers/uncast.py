"""The ballot that a member has not cast, for their daily message and `/today` (R13)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Member
from bot.papers.models import BallotRow, RoundRow
from bot.reminders.rules import is_last_word
from bot.reminders.values import ReminderKey
from bot.scheduling import local_date, wall_instant

KIND = "ballot"
"""What reminders call it."""

_STAGE = "closing"

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


@dataclass(frozen=True, slots=True)
class Uncast:
    """A vote that is open and that a member has no ballot in. ``due`` is their date of its close.

    Never more than one: a group has one vote at a time.
    """

    round_id: int
    closes_at: datetime
    due: date

    @property
    def key(self) -> ReminderKey:
        """What is kept of it once it was named. A close that was moved is named anew."""
        return ReminderKey(KIND, str(self.round_id), self.due, _STAGE)


async def uncast(session: AsyncSession, member: Member, now: datetime) -> Uncast | None:
    """The vote that waits for the member's ballot, if one does."""
    connection = await session.connection()
    whose = {"guild_id": member.guild_id, "user_id": member.user_id, "now": now}
    row = (await connection.execute(_UNCAST, whose)).one_or_none()
    if row is None or not member.is_here:
        return None
    return Uncast(row.id, row.closes_at, local_date(row.closes_at, member.zone))


async def to_name(
    session: AsyncSession,
    member: Member,
    sent: Collection[ReminderKey],
    *,
    next_day: date | None,
    now: datetime,
) -> Uncast | None:
    """What a message that goes out now is to name; ``next_day`` is the day of the next one.

    ``sent`` is what was named before.
    """
    found = await uncast(session, member, now)
    if found is None:
        return None
    next_at = None
    if next_day is not None:
        next_at = wall_instant(next_day, member.prompt_at, member.zone)
    if not is_last_word(found.closes_at, member.zone, member.today(now), next_at):
        return None
    return None if found.key in sent else found
