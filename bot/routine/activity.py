"""On which of their days a member was active (P10)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import queries as groups
from bot.milestones.queries import board_source
from bot.routine.models import EntryRow, Outcome
from bot.scheduling import local_date


async def active_days(session: AsyncSession, guild_id: int, user_id: int) -> frozenset[date]:
    """The local dates with a prompt done or a change of a milestone that was not undone.

    Another path or plan takes none of them away.

    Raises:
        NotSetUp: they are not in the group.
    """
    found = await board_source(session, await groups.get_member(session, guild_id, user_id))
    done = await session.scalars(
        select(EntryRow.day).where(
            EntryRow.guild_id == guild_id,
            EntryRow.user_id == user_id,
            EntryRow.outcome == Outcome.DONE,
        )
    )
    return frozenset(done) | {
        local_date(change.at, found.member.zone)
        for changes in found.stored.history.values()
        for change in changes
    }
