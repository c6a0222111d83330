"""Whether members are still in their group's server, as Discord said when it was asked.

Who is gone gets nothing, sees nothing and counts nowhere; what is theirs stays for when they come
back. An answer that does not say it is never taken for one: who is here stays here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.changes import change_row
from bot.groups.direct_messages import use_last_in_dms
from bot.groups.models import GroupRow, MemberRow
from bot.scheduling import next_to_send

CHECKED_AGAIN = timedelta(weeks=1)
"""How long somebody is taken to be where they were, if nothing else asks about them."""


class WhoWhere(NamedTuple):
    """A person, and the server that they may be in."""

    guild_id: int
    user_id: int


class OwnGroup(NamedTuple):
    """A group that somebody joined. ``is_here`` is False once they left it or its server."""

    guild_id: int
    is_here: bool


async def own_groups(session: AsyncSession, user_id: int) -> list[OwnGroup]:
    """The groups that the person is or was in, also where I am no longer; the newest first."""
    rows = await session.execute(
        select(MemberRow.guild_id, MemberRow.left_at, MemberRow.gone_since)
        .where(MemberRow.user_id == user_id)
        .order_by(MemberRow.joined_at.desc())
    )
    return [OwnGroup(row.guild_id, row.left_at is None and row.gone_since is None) for row in rows]


async def record_gone(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> bool:
    """The person is not in the server: what is due to them rests, and every feature is told.

    False where there is nothing to rest: they are no member, have left, or were gone before.
    """
    is_news = await _record(session, guild_id, user_id, gone=True, now=now)
    if is_news:
        await use_last_in_dms(session, user_id, now=now)
    return is_news


async def record_back(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> bool:
    """The person is in the server again: everything of theirs is as it was. False: no news."""
    return await _record(session, guild_id, user_id, gone=False, now=now)


async def record_checked(
    session: AsyncSession, guild_id: int, user_ids: Collection[int], *, now: datetime
) -> None:
    """Discord was asked about these people at ``now``."""
    await session.execute(
        update(MemberRow)
        .where(MemberRow.guild_id == guild_id, MemberRow.user_id.in_(user_ids))
        .values(checked_at=now)
        .execution_options(synchronize_session=False)
    )


async def due_unchecked(
    session: AsyncSession, guild_id: int, since: datetime, now: datetime, *, limit: int
) -> Sequence[int]:
    """Up to ``limit`` members to whom something is due next, and about whom Discord was not asked.

    That is since ``since``. They are in no order.
    """
    rows = await session.scalars(
        select(MemberRow.user_id)
        .where(
            MemberRow.guild_id == guild_id,
            MemberRow.left_at.is_(None),
            MemberRow.gone_since.is_(None),
            or_(MemberRow.checked_at.is_(None), MemberRow.checked_at <= since),
            MemberRow.user_id.in_(next_to_send(guild_id, now)),
        )
        .limit(limit)
    )
    return rows.all()


async def to_check(session: AsyncSession, *, now: datetime, limit: int) -> Sequence[WhoWhere]:
    """Up to ``limit`` members about whom Discord was not asked for a week, where the bot is.

    They come in no order, so that one about whom Discord says nothing holds up nobody.
    """
    rows = await session.execute(
        select(MemberRow.guild_id, MemberRow.user_id)
        .join(GroupRow, GroupRow.guild_id == MemberRow.guild_id)
        .where(
            GroupRow.absent_since.is_(None),
            MemberRow.left_at.is_(None),
            func.coalesce(MemberRow.checked_at, MemberRow.joined_at) <= now - CHECKED_AGAIN,
        )
        .order_by(func.random())
        .limit(limit)
    )
    return [WhoWhere(row.guild_id, row.user_id) for row in rows]


async def _record(
    session: AsyncSession, guild_id: int, user_id: int, *, gone: bool, now: datetime
) -> bool:
    """Change whether a member who has not left is gone; False where that is no news."""
    since = MemberRow.gone_since
    member = await change_row(
        session,
        guild_id,
        user_id,
        MemberRow.left_at.is_(None),
        since.is_(None) if gone else since.is_not(None),
        columns={"gone_since": now if gone else None, "checked_at": now},
        now=now,
    )
    return member is not None
