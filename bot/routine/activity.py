"""On which of their days a member was active (P10)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import service as groups
from bot.milestones import service as milestones
from bot.routine.models import EntryRow, Outcome
from bot.scheduling import local_date


async def active_days(
    session: AsyncSession, guild_id: int, user_id: int, *, now: datetime
) -> frozenset[date]:
    """The local dates with a prompt done or a change of a milestone that still stands.

    Raises:
        NotSetUp: they are not in the group.
    """
    member = await groups.get_member(session, guild_id, user_id)
    done = await session.scalars(
        select(EntryRow.day).where(
            EntryRow.guild_id == guild_id,
            EntryRow.user_id == user_id,
            EntryRow.outcome == Outcome.DONE,
        )
    )
    board = await milestones.board(session, guild_id, user_id, now=now)
    return frozenset(done) | {
        local_date(change.at, member.zone)
        for item in (*board.items, *board.hidden)
        for change in item.history
    }
