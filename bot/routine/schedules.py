"""The member's prompt schedule, kept in step with their settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import service as groups
from bot.routine.rules import start_of
from bot.scheduling import Once, Series, Weekly, drop, drop_each, lock_schedules, put, put_each

PROMPT = "routine.prompt"
SNOOZE = "routine.snooze"


async def member_in_step(session: AsyncSession, member: groups.Member, now: datetime) -> None:
    """Put or drop the member's schedule as their settings say. Safe to run again.

    Nothing is due while they are away (left, gone, stopped, no weekday); during a pause the next
    prompt is the first one after it.
    """
    await _in_step(session, member.guild_id, [member], now)
    if not member.own_zone:
        # Now that others who write the schedule wait: has the group's zone changed meanwhile?
        zone = (await groups.get_group(session, member.guild_id)).zone
        if zone != member.zone:
            await _in_step(session, member.guild_id, [replace(member, zone=zone)], now)


async def group_in_step(session: AsyncSession, group: groups.Group, now: datetime) -> None:
    """Move the schedules of those who use the group's zone, all at once, if it is another one."""
    zones = await lock_schedules(session, group.guild_id, kind=PROMPT)
    elsewhere = {user_id for user_id, zone in zones.items() if zone != group.zone}
    if elsewhere:
        members = await groups.members(session, group.guild_id)
        following = [each for each in members if not each.own_zone and each.user_id in elsewhere]
        await _in_step(session, group.guild_id, following, now)


async def _in_step(
    session: AsyncSession, guild_id: int, members: Sequence[groups.Member], now: datetime
) -> None:
    """Put or drop the schedules of these members of one group."""
    dropped, wanted = [], {}
    for member in members:
        paused = member.paused(now)
        away = not member.is_here or member.prompts_stopped or not member.weekdays
        if away or paused:
            dropped.append(member.user_id)
        if not away:
            starts_at = None
            if paused and member.paused_until is not None:
                starts_at = start_of(member.paused_until, member.zone)
            rule = Weekly(member.weekdays, member.prompt_at, member.zone)
            wanted[member.user_id] = Series(rule, now, starts_at)
    await drop_each(session, guild_id, kinds=(PROMPT, SNOOZE), user_ids=dropped)
    await put_each(session, guild_id, kind=PROMPT, wanted=wanted)


async def put_snooze(
    session: AsyncSession, member: groups.Member, day: date, *, until: datetime, now: datetime
) -> datetime | None:
    """Send the prompt of ``day`` once more, at ``until``; replaces a snooze that still waits.

    Gives back when it comes.
    """
    return await put(
        session,
        member.guild_id,
        kind=SNOOZE,
        rule=Once(until, member.zone),
        after=now,
        user_id=member.user_id,
        subject=day.isoformat(),
    )


async def drop_snooze(session: AsyncSession, member: groups.Member, day: date) -> None:
    """Call off a snooze that still waits."""
    await drop(
        session,
        member.guild_id,
        kind=SNOOZE,
        user_id=member.user_id,
        subject=day.isoformat(),
    )
