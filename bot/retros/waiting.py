"""The open retro that has no card of a member's, for their daily message and `/today` (R13).

Who wrote an anonymous card is stored nowhere, so of such a retro it is said once that it is open.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Member
from bot.reminders.rules import lead_to_name
from bot.reminders.values import ReminderKey
from bot.retros.models import CardRow, RetroRow
from bot.retros.values import Anonymity
from bot.scheduling import local_date

KIND = "retro"
"""What reminders call it."""

_OPEN, _LEADS = "open", (1,)

# Every daily message asks for it: built once, plain rows, and without what a session would do.
_WAITING = select(RetroRow.id, RetroRow.title, RetroRow.anonymity, RetroRow.reveal_at).where(
    RetroRow.guild_id == bindparam("guild_id"),
    RetroRow.revealed_at.is_(None),
    RetroRow.reveal_at > bindparam("now"),
    ~exists().where(
        CardRow.guild_id == RetroRow.guild_id,
        CardRow.retro_id == RetroRow.id,
        CardRow.author_id == bindparam("user_id"),
    ),
)


@dataclass(frozen=True, slots=True)
class WaitingRetro:
    """An open retro. ``due`` is the member's date of its reveal."""

    id: int
    title: str
    is_anonymous: bool
    reveal_at: datetime
    due: date


async def waiting(session: AsyncSession, member: Member, *, now: datetime) -> WaitingRetro | None:
    """The open retro, unless the member's name is on one of its cards; in one statement."""
    connection = await session.connection()
    whose = {"guild_id": member.guild_id, "user_id": member.user_id, "now": now}
    row = (await connection.execute(_WAITING, whose)).one_or_none()
    if row is None:
        return None
    is_anonymous = row.anonymity is Anonymity.ANONYMOUS
    due = local_date(row.reveal_at, member.zone)
    return WaitingRetro(row.id, row.title, is_anonymous, row.reveal_at, due)


async def to_name(
    session: AsyncSession,
    member: Member,
    sent: Collection[ReminderKey],
    *,
    next_day: date | None,
    now: datetime,
) -> tuple[WaitingRetro, ReminderKey] | None:
    """What a message that goes out now is to name; ``next_day`` is the day of the next one.

    Each retro once; one with names once more before its reveal. ``sent`` is what was named before.
    """
    found = await waiting(session, member, now=now)
    if found is None:
        return None
    stages = {key.stage for key in sent if (key.kind, key.thing_id) == (KIND, str(found.id))}
    stage: str | None = _OPEN
    if stages and found.is_anonymous:
        stage = None
    elif stages:
        today = member.today(now)
        lead = lead_to_name(found.due, _LEADS, stages, today=today, next_day=next_day)
        stage = None if lead is None else str(lead)
    if stage is None:
        return None
    return found, ReminderKey(KIND, str(found.id), found.due, stage)
