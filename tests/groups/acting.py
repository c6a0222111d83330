"""The use cases of groups for tests that need people and not who they are: called by ids.

The other names are those of `bot.groups.service`, so that a test imports one of the two.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Unpack

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import rest_service, service
from bot.groups.service import (
    get_group,
    get_member,
    lock_member,
    mark_dms_open,
    mark_dms_refused,
    members,
    remember_dm_channel,
)
from bot.groups.values import (
    DEFAULT_PAPERS_CLOSE,
    DEFAULT_PAPERS_OPEN,
    DEFAULT_RETRO,
    Caller,
    Group,
    GroupFields,
    Member,
    MemberCaller,
    MemberFields,
    MonthDayAt,
    OrganiserCaller,
    WeekdayAt,
)

__all__ = [
    "Group",
    "Member",
    "change_group",
    "change_member",
    "get_group",
    "get_member",
    "join",
    "leave",
    "lock_member",
    "mark_dms_open",
    "mark_dms_refused",
    "member",
    "members",
    "organiser",
    "pause",
    "remember_dm_channel",
    "resume",
    "set_up",
]

_ORGANISER_ID = 1
ONE_CATEGORY = ("cs.LG",)
"""What a group of the tests follows unless it says so: each feed is read many times a day."""


async def member(
    session: AsyncSession, guild_id: int, user_id: int, *, now: datetime
) -> MemberCaller:
    """A member as the caller of a use case.

    Raises:
        NotSetUp: they are not in the group.
    """
    found = await service.get_member(session, guild_id, user_id)
    return MemberCaller(guild_id, user_id, False, now, found)


def organiser(guild_id: int, *, now: datetime) -> OrganiserCaller:
    """Somebody with *Manage Server* as the caller of a use case."""
    return OrganiserCaller(guild_id, _ORGANISER_ID, True, now)


async def set_up_in_one_channel(
    session: AsyncSession,
    guild_id: int,
    channel_id: int,
    *,
    categories: tuple[str, ...] = ONE_CATEGORY,
    now: datetime,
) -> Group:
    """A group in UTC from 2 March 2026, all of whose posts go to one channel."""
    return await set_up(
        session,
        guild_id,
        zone="UTC",
        start_date=date(2026, 3, 2),
        announcements_channel_id=channel_id,
        papers_channel_id=channel_id,
        retros_channel_id=channel_id,
        categories=categories,
        now=now,
    )


async def set_up(
    session: AsyncSession,
    guild_id: int,
    *,
    zone: str,
    start_date: date,
    announcements_channel_id: int,
    papers_channel_id: int,
    retros_channel_id: int,
    categories: tuple[str, ...] = ONE_CATEGORY,
    papers_open: WeekdayAt = DEFAULT_PAPERS_OPEN,
    papers_close: WeekdayAt = DEFAULT_PAPERS_CLOSE,
    retro: MonthDayAt = DEFAULT_RETRO,
    now: datetime,
) -> Group:
    return await service.set_up(
        session,
        organiser(guild_id, now=now),
        zone=zone,
        start_date=start_date,
        announcements_channel_id=announcements_channel_id,
        papers_channel_id=papers_channel_id,
        retros_channel_id=retros_channel_id,
        categories=categories,
        papers_open=papers_open,
        papers_close=papers_close,
        retro=retro,
    )


async def change_group(
    session: AsyncSession, guild_id: int, *, now: datetime, **fields: Unpack[GroupFields]
) -> Group:
    return await service.change_group(session, organiser(guild_id, now=now), **fields)


async def join(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    *,
    zone: str | None = None,
    prompt_at: time | None = None,
    now: datetime,
) -> Member:
    caller = Caller(guild_id, user_id, False, now)
    return await service.join(session, caller, zone=zone, prompt_at=prompt_at)


async def change_member(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    *,
    now: datetime,
    **fields: Unpack[MemberFields],
) -> Member:
    caller = await member(session, guild_id, user_id, now=now)
    return await service.change_member(session, caller, **fields)


async def pause(
    session: AsyncSession, guild_id: int, user_id: int, *, until: date, now: datetime
) -> Member:
    caller = await member(session, guild_id, user_id, now=now)
    return await rest_service.pause(session, caller, until=until)


async def resume(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> Member:
    return await rest_service.resume(session, await member(session, guild_id, user_id, now=now))


async def leave(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> Member:
    return await service.leave(session, await member(session, guild_id, user_id, now=now))
