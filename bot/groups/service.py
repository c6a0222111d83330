"""Use cases of groups: what every other feature asks about a server and its members."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any, Unpack

from sqlalchemy import case, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert, weekday_bits
from bot.errors import NotJoined
from bot.feature import group_changed, member_changed
from bot.groups.audit import record
from bot.groups.audit_rules import GROUP, Change, differences
from bot.groups.changes import change_row
from bot.groups.direct_messages import (
    home_of,
    is_home,
    mark_dms_open,
    mark_dms_refused,
    remember_dm_channel,
    try_dms_again,
    use_in_dms,
    use_last_in_dms,
)
from bot.groups.models import GroupRow, MemberRow, is_here
from bot.groups.queries import (
    get_group,
    get_member,
    lock_group,
    lock_member,
    members,
    no_group,
)
from bot.groups.rest import Nudges
from bot.groups.rest_rules import check_rests, check_times
from bot.groups.rows import (
    MEMBER_COLUMNS,
    group_columns,
    group_from,
    member_columns,
    member_from,
)
from bot.groups.rules import check_round
from bot.groups.values import (
    DEFAULT_CATEGORIES,
    DEFAULT_PAPERS_CLOSE,
    DEFAULT_PAPERS_OPEN,
    DEFAULT_RETRO,
    Caller,
    Group,
    GroupChanges,
    GroupFields,
    Member,
    MemberCaller,
    MemberFields,
    OrganiserCaller,
    RetroOn,
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
    "change_columns",
    "change_group",
    "change_member",
    "get_group",
    "get_member",
    "home_of",
    "is_home",
    "join",
    "leave",
    "lock_group",
    "lock_member",
    "mark_dms_open",
    "mark_dms_refused",
    "members",
    "remember_dm_channel",
    "set_up",
    "try_dms_again",
    "use_in_dms",
]

DEFAULT_PROMPT_AT = time(8)
DEFAULT_WEEKDAYS = frozenset(range(5))


async def set_up(
    session: AsyncSession,
    caller: OrganiserCaller,
    *,
    zone: str,
    start_date: date,
    announcements_channel_id: int,
    papers_channel_id: int,
    retros_channel_id: int,
    categories: tuple[str, ...] = DEFAULT_CATEGORIES,
    papers_open: WeekdayAt = DEFAULT_PAPERS_OPEN,
    papers_close: WeekdayAt = DEFAULT_PAPERS_CLOSE,
    retro: RetroOn = DEFAULT_RETRO,
) -> Group:
    """Make this server a study group, or replace its settings. Safe to run again.

    Raises:
        UserError: an unknown zone, categories that arXiv does not have, or a weekly round
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
    made = await session.scalar(
        insert(session, GroupRow)
        .values(guild_id=caller.guild_id, created_at=caller.now, **group_columns(**fields))
        .on_conflict_do_nothing()
        .returning(GroupRow.guild_id)
    )
    if made is not None:
        first = Change(GROUP, None, "set up")
        await record(session, caller.guild_id, [first], by=caller.user_id, now=caller.now)
    return await change_group(session, caller, **fields)


async def change_group(
    session: AsyncSession, caller: OrganiserCaller, **fields: Unpack[GroupChanges]
) -> Group:
    """Change the settings that are named; the others stay.

    Whoever began on the group's first day moves along with it; members with a start of their own
    keep theirs.

    Raises:
        NotSetUp: nobody has run ``/setup`` here.
        UserError: as :func:`set_up`.
    """
    guild_id = caller.guild_id
    row = await session.get(
        GroupRow, guild_id, with_for_update={"key_share": True}, populate_existing=True
    )
    if row is None:
        raise no_group()
    before = group_from(row)
    for name, value in group_columns(**fields).items():
        setattr(row, name, value)
    check_round(
        (row.papers_open_weekday, row.papers_open_at),
        (row.papers_close_weekday, row.papers_close_at),
    )
    if row.start_date != before.start_date:
        await session.execute(
            update(MemberRow)
            .where(MemberRow.guild_id == guild_id, MemberRow.started_on == before.start_date)
            .values(started_on=row.start_date)
        )
    await session.flush()
    group = group_from(row)
    await record(session, guild_id, differences(before, group), by=caller.user_id, now=caller.now)
    await group_changed(session, group, caller.now)
    return group


async def begin_on(session: AsyncSession, caller: OrganiserCaller, start_date: date) -> Group:
    """Let the group begin anew on another first day; unlike `change_group`, no member's moves.

    Raises:
        NotSetUp: nobody has run ``/setup`` here.
    """
    guild_id = caller.guild_id
    before = await get_group(session, guild_id)
    await session.execute(
        update(GroupRow).where(GroupRow.guild_id == guild_id).values(start_date=start_date)
    )
    group = replace(before, start_date=start_date)
    await record(session, guild_id, differences(before, group), by=caller.user_id, now=caller.now)
    await group_changed(session, group, caller.now)
    return group


async def join(
    session: AsyncSession,
    caller: Caller,
    *,
    zone: str | None = None,
    prompt_at: time | None = None,
) -> Member:
    """Make the person a member. Safe to run again: then only what is named changes.

    A new member gets prompts on weekdays at 08:00 in the server's zone. One who comes back finds
    their former settings and history; a pause or a stop from before is over.

    Raises:
        NotSetUp: the group is not set up.
        UserError: an unknown zone, or a time in the quiet hours that they had.
    """
    group = await get_group(session, caller.guild_id)
    zone = None if zone is None else require_zone(zone)
    today = local_date(caller.now, zone or group.zone)
    joining = insert(session, MemberRow).values(
        guild_id=caller.guild_id,
        user_id=caller.user_id,
        zone=zone,
        prompt_at=prompt_at or DEFAULT_PROMPT_AT,
        weekdays=weekday_bits(DEFAULT_WEEKDAYS),
        started_on=max(group.start_date, today),
        day_start=time(),
        nudges=Nudges.LIGHT,
        pace_days=0,
        dm_refusals=0,
        joined_at=caller.now,
    )
    was_away = MemberRow.left_at.is_not(None)
    named = {"zone": zone, "prompt_at": prompt_at}
    found = await session.execute(
        joining.on_conflict_do_update(
            index_elements=["guild_id", "user_id"],
            set_={
                "left_at": None,
                "gone_since": None,
                "paused_from": case((was_away, None), else_=MemberRow.paused_from),
                "paused_until": case((was_away, None), else_=MemberRow.paused_until),
                "lighter_weekdays": case((was_away, None), else_=MemberRow.lighter_weekdays),
                "lighter_until": case((was_away, None), else_=MemberRow.lighter_until),
                "prompts_stopped_at": case((was_away, None), else_=MemberRow.prompts_stopped_at),
                "dms_refused_at": case((was_away, None), else_=MemberRow.dms_refused_at),
                "dm_refusals": case((was_away, 0), else_=MemberRow.dm_refusals),
                **{name: value for name, value in named.items() if value is not None},
            },
        ).returning(*MEMBER_COLUMNS)
    )
    member = member_from(found.one(), group.zone)
    if prompt_at is not None:
        check_times(prompt_at, member.day_start, member.quiet)
    await member_changed(session, member, caller.now)
    return member


async def change_member(
    session: AsyncSession, caller: MemberCaller, **fields: Unpack[MemberFields]
) -> Member:
    """Change the caller's settings that are named; the others stay.

    Raises:
        UserError: an unknown zone, a message before their day begins or in their quiet hours, or
            weekdays on all of which they rest.
    """
    columns = member_columns(caller.now, **fields)
    if not fields.keys().isdisjoint(("prompt_at", "day_start", "quiet")):
        member = caller.member
        check_times(
            fields.get("prompt_at", member.prompt_at),
            fields.get("day_start", member.day_start),
            fields.get("quiet", member.quiet),
        )
    if "weekdays" in fields:
        rests, lighter = caller.member.rests, caller.member.lighter
        check_rests(rests, weekdays=fields["weekdays"], today=caller.today)
        if lighter is not None and not lighter.weekdays & fields["weekdays"]:
            columns |= {"lighter_weekdays": None, "lighter_until": None}
    return await change_columns(session, caller, columns)


async def leave(session: AsyncSession, caller: MemberCaller) -> Member:
    """Take the caller out of the group; what they stored stays for when they come back."""
    member = await change_columns(session, caller, {"left_at": caller.now})
    await use_last_in_dms(session, caller.user_id, now=caller.now)
    return member


async def change_columns(session: AsyncSession, caller: Caller, columns: dict[str, Any]) -> Member:
    """The caller with these columns of their row; every feature is told.

    Raises:
        NotJoined: they are not in the group (any more).
    """
    guild_id, user_id = caller.guild_id, caller.user_id
    member = await change_row(
        session, guild_id, user_id, is_here(), columns=columns, now=caller.now
    )
    if member is None:
        raise NotJoined(guild_id)
    return member
