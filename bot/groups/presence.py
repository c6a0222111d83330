"""Whether the bot is still in a group's server.

While it is not, nothing is tried there, since every refusal would count against somebody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.models import GroupRow, MemberRow

_UNSYNCHRONISED = {"synchronize_session": False}


async def is_present(session: AsyncSession, guild_id: int) -> bool:
    """Whether the bot is in the group's server, as far as it has been noticed."""
    absent = select(GroupRow.absent_since).where(GroupRow.guild_id == guild_id)
    return await session.scalar(absent) is None


async def record_presence(
    session: AsyncSession,
    *,
    is_in: Callable[[int], bool],
    seen: Callable[[int], bool],
    now: datetime,
) -> None:
    """Note of all groups whether the bot ``is_in`` their servers; ``seen`` says of which it knows.

    It is asked once the groups are read: a server that joined meanwhile is none that has gone.
    """
    known = await session.execute(select(GroupRow.guild_id, GroupRow.absent_since))
    for guild_id, absent_since in known.all():
        if seen(guild_id):
            if is_in(guild_id) and absent_since is not None:
                await record_return(session, guild_id)
            elif not is_in(guild_id) and absent_since is None:
                await record_absence(session, guild_id, now=now)


async def record_absence(session: AsyncSession, guild_id: int, *, now: datetime) -> None:
    """The bot is no longer in the server, if there is a group in it."""
    await session.execute(
        update(GroupRow)
        .where(GroupRow.guild_id == guild_id, GroupRow.absent_since.is_(None))
        .values(absent_since=now)
        .execution_options(**_UNSYNCHRONISED)
    )


async def record_return(session: AsyncSession, guild_id: int) -> None:
    """The bot is in the server again: what Discord refused meanwhile says nothing of anybody."""
    absent_since = await session.scalar(
        select(GroupRow.absent_since).where(GroupRow.guild_id == guild_id)
    )
    if absent_since is None:
        return
    await session.execute(
        update(MemberRow)
        .where(MemberRow.guild_id == guild_id, MemberRow.dms_refused_at >= absent_since)
        .values(dms_refused_at=None, dm_refusals=0)
        .execution_options(**_UNSYNCHRONISED)
    )
    await session.execute(
        update(GroupRow)
        .where(GroupRow.guild_id == guild_id)
        .values(absent_since=None)
        .execution_options(**_UNSYNCHRONISED)
    )
