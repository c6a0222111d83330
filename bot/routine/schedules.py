"""The member's prompt schedule, kept in step with their settings."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import service as groups
from bot.routine.rules import start_of
from bot.scheduling import Once, Weekly, drop, put

PROMPT = "routine.prompt"
SNOOZE = "routine.snooze"


async def member_in_step(session: AsyncSession, member: groups.Member, now: datetime) -> None:
    """Put or drop the member's schedule as their settings say. Safe to run again.

    Nothing is due while they are away (left, stopped, no weekday); during a pause the next prompt
    is the first one after it.
    """
    paused = member.paused(now)
    away = member.left or member.prompts_stopped or not member.weekdays
    if away or paused:
        for kind in (PROMPT, SNOOZE):
            await drop(session, member.guild_id, kind=kind, user_id=member.user_id)
    if away:
        return
    starts_at = None
    if paused and member.paused_until is not None:
        starts_at = start_of(member.paused_until, member.zone)
    await put(
        session,
        member.guild_id,
        kind=PROMPT,
        rule=Weekly(member.weekdays, member.prompt_at, member.zone),
        after=now,
        starts_at=starts_at,
        user_id=member.user_id,
    )


async def group_in_step(session: AsyncSession, group: groups.Group, now: datetime) -> None:
    """Move the schedules of those who use the group's zone."""
    for member in await groups.members(session, group.guild_id):
        if not member.own_zone:
            await member_in_step(session, member, now)


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
