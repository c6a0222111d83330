"""Use cases of groups: what every other feature asks about a server and its members."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Unpack

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert, weekday_bits
from bot.feature import group_changed, member_changed
from bot.groups.direct_messages import (
    guilds_of,
    home_of,
    is_home,
    mark_dms_open,
    mark_dms_refused,
    no_member,
    remember_dm_channel,
    use_in_dms,
    use_last_in_dms,
)
from bot.groups.models import GroupRow, MemberRow
from bot.groups.queries import (
    get_group,
    get_member,
    lock_everybody,
    lock_group,
    lock_member,
    members,
    no_group,
)
from bot.groups.rows import group_columns, group_from, member_from
from bot.groups.rules import check_pause, check_round
from bot.groups.values import (
    DEFAULT_CATEGORIES,
    DEFAULT_PAPERS_CLOSE,
    DEFAULT_PAPERS_OPEN,
    DEFAULT_RETRO,
    Group,
    GroupFields,
    Member,
    MemberFields,
    MonthDayAt,
    WeekdayAt,
)
from bot.inputs.zones import require_zone
from bot.scheduling import local_date

__all__ = [
    "Group",
    "GroupFields",
    "Member",
    "MemberFields",
    "begin_on",
    "change_group",
    "change_member",
    "get_group",
    "get_member",
    "guilds_of",
    "home_of",
    "is_home",
    "join",
    "leave",
    "lock_everybody",
    "lock_group",
    "lock_member",
    "mark_dms_open",
    "mark_dms_refused",
    "members",
    "pause",
    "remember_dm_channel",
    "resume",
    "set_up",
    "use_in_dms",
]

DEFAULT_PROMPT_AT = time(8)
DEFAULT_WEEKDAYS = frozenset(range(5))


async def set_up(
    session: AsyncSession,
    guild_id: int,
    *,
    zone: str,
    start_date: date,
    announcements_channel_id: int,
    papers_channel_id: int,
    retros_channel_id: int,
    categories: tuple[str, ...] = DEFAULT_CATEGORIES,
    papers_open: WeekdayAt = DEFAULT_PAPERS_OPEN,
    papers_close: WeekdayAt = DEFAULT_PAPERS_CLOSE,
    retro: MonthDayAt = DEFAULT_RETRO,
    now: datetime,
) -> Group:
    """Make this server a study group, or replace its settings. Safe to run again.

    Raises:
        UserError: an unknown zone, categories that arXiv's do not look like, or a weekly round
            that closes as it opens.
    """
    fields: GroupFields = {
        "zone": zone,
        "start_date": start_date,
        "announcements_channel_id": announcements_channel_id,
        "papers_channel_id": papers_channel_id,
        "retros_channel_id": retros_channel_id,
        "categories": categories,
        "papers_open": papers_open,
        "papers_close": papers_close,
        "retro": retro,
    }
    await session.execute(
        insert(session, GroupRow)
        .values(guild_id=guild_id, created_at=now, **group_columns(**fields))
        .on_conflict_do_nothing()
    )
    return await change_group(session, guild_id, now=now, **fields)


async def change_group(
    session: AsyncSession, guild_id: int, *, now: datetime, **fields: Unpack[GroupFields]
) -> Group:
    """Change the settings that are named; the others stay.

    Whoever began on the group's first day moves along with it; members with a start of their own
    keep theirs.

    Raises:
        NotSetUp: nobody has run ``/setup`` here.
        UserError: as :func:`set_up`.
    """
    row = await session.get(GroupRow, guild_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise no_group()
    began = row.start_date
    for name, value in group_columns(**fields).items():
        setattr(row, name, value)
    check_round(
        (row.papers_open_weekday, row.papers_open_at),
        (row.papers_close_weekday, row.papers_close_at),
    )
    if row.start_date != began:
        await session.execute(
            update(MemberRow)
            .where(MemberRow.guild_id == guild_id, MemberRow.started_on == began)
            .values(started_on=row.start_date)
        )
    await session.flush()
    group = group_from(row)
    await group_changed(session, group, now)
    return group


async def begin_on(
    session: AsyncSession, guild_id: int, start_date: date, *, now: datetime
) -> Group:
    """Let the group begin anew on another first day; unlike `change_group`, no member's moves.

    Raises:
        NotSetUp: nobody has run ``/setup`` here.
    """
    await session.execute(
        update(GroupRow).where(GroupRow.guild_id == guild_id).values(start_date=start_date)
    )
    group = await get_group(session, guild_id)
    await group_changed(session, group, now)
    return group


async def join(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    *,
    zone: str | None = None,
    prompt_at: time | None = None,
    now: datetime,
) -> Member:
    """Make the person a member. Safe to run again: then only what is named changes.

    A new member gets prompts on weekdays at 08:00 in the server's zone. One who comes back finds
    their former settings and history; a pause or a stop from before is over.

    Raises:
        NotSetUp: the group is not set up.
        UserError: an unknown zone.
    """
    group = await get_group(session, guild_id)
    zone = None if zone is None else require_zone(zone)
    today = local_date(now, zone or group.zone)
    await session.execute(
        insert(session, MemberRow)
        .values(
            guild_id=guild_id,
            user_id=user_id,
            zone=zone,
            prompt_at=prompt_at or DEFAULT_PROMPT_AT,
            weekdays=weekday_bits(DEFAULT_WEEKDAYS),
            started_on=max(group.start_date, today),
            dm_refusals=0,
            joined_at=now,
        )
        .on_conflict_do_nothing()
    )
    row = await _lock_member(session, guild_id, user_id)
    if row.left_at is not None:
        row.left_at = row.paused_until = row.prompts_stopped_at = row.dms_refused_at = None
        row.dm_refusals = 0
    row.zone = zone or row.zone
    row.prompt_at = prompt_at or row.prompt_at
    return await _changed(session, row, group, now)


async def change_member(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    *,
    now: datetime,
    **fields: Unpack[MemberFields],
) -> Member:
    """Change the settings of a member that are named; the others stay.

    Raises:
        NotSetUp: they are not in the group.
        UserError: an unknown zone.
    """
    group, row = await _present_member(session, guild_id, user_id)
    if "zone" in fields:
        row.zone = None if fields["zone"] is None else require_zone(fields["zone"])
    if "prompt_at" in fields:
        row.prompt_at = fields["prompt_at"]
    if "weekdays" in fields:
        row.weekdays = weekday_bits(fields["weekdays"])
    if "path" in fields:
        row.path = fields["path"]
    if "started_on" in fields:
        row.started_on = fields["started_on"]
    if "pace_days" in fields:
        row.pace_days = fields["pace_days"]
    if "prompts_stopped" in fields:
        row.prompts_stopped_at = now if fields["prompts_stopped"] else None
    return await _changed(session, row, group, now)


async def pause(
    session: AsyncSession, guild_id: int, user_id: int, *, until: date, now: datetime
) -> Member:
    """Send nothing before ``until``, the first local date with prompts again.

    Raises:
        NotSetUp: they are not in the group.
        UserError: ``until`` is not after today, or more than a year away.
    """
    group, row = await _present_member(session, guild_id, user_id)
    row.paused_until = check_pause(until, today=member_from(row, group.zone).today(now))
    return await _changed(session, row, group, now)


async def resume(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> Member:
    """End a pause and a stop: prompts come again, as before.

    Raises:
        NotSetUp: they are not in the group.
    """
    group, row = await _present_member(session, guild_id, user_id)
    row.paused_until = row.prompts_stopped_at = None
    return await _changed(session, row, group, now)


async def leave(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> Member:
    """Take the person out of the group; what they stored stays for when they come back.

    Raises:
        NotSetUp: they are not in the group.
    """
    group, row = await _present_member(session, guild_id, user_id)
    row.left_at = now
    member = await _changed(session, row, group, now)
    await use_last_in_dms(session, user_id, now=now)
    return member


async def _changed(session: AsyncSession, row: MemberRow, group: Group, now: datetime) -> Member:
    """The member as they are now; every feature is told."""
    await session.flush()
    member = member_from(row, group.zone)
    await member_changed(session, member, now)
    return member


async def _present_member(
    session: AsyncSession, guild_id: int, user_id: int
) -> tuple[Group, MemberRow]:
    group = await get_group(session, guild_id)
    row = await session.get(
        MemberRow, (guild_id, user_id), with_for_update=True, populate_existing=True
    )
    if row is None or row.left_at is not None:
        raise no_member()
    return group, row


async def _lock_member(session: AsyncSession, guild_id: int, user_id: int) -> MemberRow:
    return await session.get_one(
        MemberRow, (guild_id, user_id), with_for_update=True, populate_existing=True
    )
