"""The member's prompt schedule, kept in step with their settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import service as groups
from bot.routine.rules import FOLLOWS_AFTER, LATENESS, comes_at
from bot.scheduling import (
    Kept,
    Once,
    Series,
    Weekly,
    drop,
    drop_each,
    latest_occurrence,
    local_date,
    lock_schedules,
    put,
    put_each,
)
from bot.scheduling.models import ScheduleRow

PROMPT = "routine.prompt"
SNOOZE = "routine.snooze"
FOLLOW_UP = "routine.follow_up"

MESSAGES = (PROMPT, SNOOZE, FOLLOW_UP)
"""What comes to a member by itself."""

_INSTANT = timedelta(microseconds=1)


async def member_in_step(session: AsyncSession, member: groups.Member, now: datetime) -> None:
    """Put or drop the member's schedule as their settings say. Safe to run again.

    Nothing is due while they are away (left, gone, stopped, no weekday), and no date is on which
    they rest.
    """
    kept = await lock_schedules(session, member.guild_id, kind=PROMPT, user_id=member.user_id)
    await _in_step(session, member.guild_id, [member], kept, now)
    if not member.own_zone:
        # Now that others who write the schedule wait: has the group's zone changed meanwhile?
        zone = (await groups.get_group(session, member.guild_id)).zone
        if zone != member.zone:
            await _in_step(session, member.guild_id, [replace(member, zone=zone)], kept, now)


async def group_in_step(session: AsyncSession, group: groups.Group, now: datetime) -> None:
    """Move the schedules of those who use the group's zone, all at once, if it is another one."""
    kept = await lock_schedules(session, group.guild_id, kind=PROMPT)
    elsewhere = {user_id for user_id, each in kept.items() if each.zone != group.zone}
    if elsewhere:
        members = await groups.members(session, group.guild_id)
        following = [each for each in members if not each.own_zone and each.user_id in elsewhere]
        await _in_step(session, group.guild_id, following, kept, now)


def series_of(member: groups.Member, kept: Kept | None, now: datetime) -> Series:
    """What the member's schedule is to be, which now stands as ``kept``.

    Where they come to another zone, the day's message that was still to come there, and whose time
    is over here, is not lost: it comes at once, unless it is too late for it.
    """
    rule = Weekly(
        member.weekdays, member.prompt_at, member.zone, member.skips_from(member.today(now))
    )
    if kept is None or kept.next_due_at is None or kept.zone == member.zone:
        return Series(rule, now)
    latest = latest_occurrence(rule, now)
    if (
        latest is None
        or latest.period != member.today(now)
        or latest.period < local_date(kept.next_due_at, kept.zone)
        or now - latest.at > LATENESS
    ):
        return Series(rule, now)
    return Series(rule, latest.at - _INSTANT)


async def _in_step(
    session: AsyncSession,
    guild_id: int,
    members: Sequence[groups.Member],
    kept: Mapping[int, Kept],
    now: datetime,
) -> None:
    """Put or drop the schedules of these members of one group."""
    dropped, wanted = [], {}
    for member in members:
        away = not member.is_here or member.prompts_stopped or not member.weekdays
        if away or member.paused(now):
            dropped.append(member.user_id)
        if not away:
            wanted[member.user_id] = series_of(member, kept.get(member.user_id), now)
    await drop_each(session, guild_id, kinds=MESSAGES, user_ids=dropped)
    await put_each(session, guild_id, kind=PROMPT, wanted=wanted)


async def put_snooze(
    session: AsyncSession, member: groups.Member, day: date, *, until: datetime, now: datetime
) -> datetime | None:
    """Send the prompt of ``day`` once more, at ``until``; replaces a snooze that still waits.

    Gives back when it comes.
    """
    return await _put_once(session, member, SNOOZE, day, at=until, now=now)


async def drop_snooze(session: AsyncSession, member: groups.Member, day: date) -> None:
    """Call off a snooze that still waits."""
    await _drop(session, member, SNOOZE, day)


async def put_follow_up(
    session: AsyncSession, member: groups.Member, day: date, *, now: datetime
) -> None:
    """Ask once more about ``day`` in a few hours, if it is not over by then; once for a date."""
    at = comes_at(member, day, now + FOLLOWS_AFTER)
    if at is None:
        return
    known = select(ScheduleRow.id).where(
        ScheduleRow.guild_id == member.guild_id,
        ScheduleRow.user_id == member.user_id,
        ScheduleRow.kind == FOLLOW_UP,
        ScheduleRow.subject == day.isoformat(),
    )
    if await session.scalar(known) is None:
        await _put_once(session, member, FOLLOW_UP, day, at=at, now=now)


async def drop_follow_up(session: AsyncSession, member: groups.Member, day: date) -> None:
    """Do not ask once more about ``day`` by itself."""
    await _drop(session, member, FOLLOW_UP, day)


async def _put_once(
    session: AsyncSession,
    member: groups.Member,
    kind: str,
    day: date,
    *,
    at: datetime,
    now: datetime,
) -> datetime | None:
    return await put(
        session,
        member.guild_id,
        kind=kind,
        rule=Once(at, member.zone),
        after=now,
        user_id=member.user_id,
        subject=day.isoformat(),
    )


async def _drop(session: AsyncSession, member: groups.Member, kind: str, day: date) -> None:
    await drop(session, member.guild_id, kind=kind, user_id=member.user_id, subject=day.isoformat())
