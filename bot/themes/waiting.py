"""The open vote on themes in which a member has none, for their daily message and `/today` (R13).

Whoever has voted hears nothing more of it, however few of their votes they gave.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Member
from bot.reminders.rules import is_last_word
from bot.reminders.values import ReminderKey
from bot.retros.models import CardRow, RetroRow
from bot.retros.values import Phase
from bot.scheduling import local_date, wall_instant
from bot.themes.models import VoteRow

KIND = "themes"
"""What reminders call it."""

_STAGE = "closing"

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


@dataclass(frozen=True, slots=True)
class WaitingVote:
    """A vote that is open; everybody has ``votes``. ``due`` is the member's date of its end.

    Never more than one: a group has one retro at a time.
    """

    retro_id: int
    title: str
    votes: int
    ends_at: datetime
    due: date

    @property
    def key(self) -> ReminderKey:
        """What is kept of it once it was named. An end that was moved is named anew."""
        return ReminderKey(KIND, str(self.retro_id), self.due, _STAGE)


async def waiting(session: AsyncSession, member: Member, *, now: datetime) -> WaitingVote | None:
    """The vote that waits for the member, if one does; in one statement."""
    connection = await session.connection()
    whose = {"guild_id": member.guild_id, "user_id": member.user_id, "now": now}
    row = (await connection.execute(_WAITING, whose)).one_or_none()
    if row is None or not member.is_here:
        return None
    due = local_date(row.phase_ends_at, member.zone)
    return WaitingVote(row.id, row.title, row.votes, row.phase_ends_at, due)


async def to_name(
    session: AsyncSession,
    member: Member,
    sent: Collection[ReminderKey],
    *,
    next_day: date | None,
    now: datetime,
) -> WaitingVote | None:
    """What a message that goes out now is to name; ``next_day`` is the day of the next one.

    ``sent`` is what was named before.
    """
    found = await waiting(session, member, now=now)
    if found is None or found.key in sent:
        return None
    next_at = None
    if next_day is not None:
        next_at = wall_instant(next_day, member.prompt_at, member.zone)
    is_last = is_last_word(found.ends_at, member.zone, member.today(now), next_at)
    return found if is_last else None
