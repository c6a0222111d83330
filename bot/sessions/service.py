"""What organisers do with sessions: plan one, move it, call it off (C10).

Each locks the group, so that its sessions have one change at a time, and is told in the audit log.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.groups import audit
from bot.groups.audit_rules import Change
from bot.groups.queries import lock_group
from bot.groups.values import Group, OrganiserCaller
from bot.plans.queries import current
from bot.scheduling import find_zone, put_now
from bot.sessions import meetings, queries, rules
from bot.sessions.audited import SESSION
from bot.sessions.models import MeetingRow, SessionRow
from bot.sessions.values import TELL, Asked, Meeting, Planned, TellSubject, Why


async def plan(session: AsyncSession, caller: OrganiserCaller, asked: Asked) -> Planned:
    """Plan a session, with its first meeting and what is posted of it on the way.

    Raises:
        NotSetUp: the group is not set up.
        UserError: something cannot be kept, there is no room, or the group meets then already; it
            carries what was typed.
    """
    try:
        return await _plan(session, caller, asked)
    except UserError as error:
        error.typed = "\n\n".join(each for each in (asked.when, asked.topic, asked.place) if each)
        raise


async def move(
    session: AsyncSession,
    caller: OrganiserCaller,
    meeting_id: int,
    when: str,
    *,
    series: bool = False,
) -> Planned:
    """Move a meeting, and with ``series`` all that follow it, to another time.

    Raises:
        NotSetUp, NotFound: there is no group, or no such meeting.
        UserError: it has begun or ended, or cannot be then.
    """
    group = await lock_group(session, caller.guild_id)
    meeting, row = await _open(session, caller, meeting_id)
    if meeting.starts_at <= caller.now:
        raise UserError("That session has begun, so it stays where it is.", typed=when)
    day, at, starts_at = rules.read_when(when, zone=group.zone, now=caller.now)
    if series and row.weekday is None:
        series = False
    was = _say(group, meeting, row, every_week=series)
    if starts_at == meeting.starts_at and not series:
        return Planned(await meetings.changed(session, meeting))
    await _check_free(session, caller.guild_id, starts_at, but=meeting_id)
    if series:
        row.weekday, row.local_time, meeting.day = day.weekday(), at, day
    moved = starts_at != meeting.starts_at
    meeting.starts_at, meeting.ends_at = starts_at, starts_at + timedelta(minutes=row.minutes)
    meeting.revision += 1
    await session.flush()
    await meetings.keep_time(session, group, meeting, caller.now)
    await meetings.show(session, group, meeting, caller.now)
    if moved:
        await _tell(session, group, meeting, Why.MOVED, caller.now)
    await _record(session, caller, was, _say(group, meeting, row, every_week=series))
    found = await meetings.changed(session, meeting)
    return Planned(found, rules.is_skipped(day, at, group.zone))


async def cancel(
    session: AsyncSession,
    caller: OrganiserCaller,
    meeting_id: int,
    revision: int,
    *,
    series: bool = False,
) -> tuple[Meeting, Meeting | None]:
    """Call a meeting off, and with ``series`` all that follow; gives it, and the next one.

    Ending a series lets a meeting of it that has begun go on: it is held, and the last one.
    ``revision`` is the one that was seen: when it has changed since, nothing happens.

    Raises:
        NotSetUp, NotFound: there is no group, or no such meeting.
        UserError: it has ended, or was changed meanwhile.
    """
    group = await lock_group(session, caller.guild_id)
    meeting, row = await _open(session, caller, meeting_id)
    if meeting.revision != revision:
        raise UserError("That session was changed meanwhile. Look again, then decide.")
    series = series and row.weekday is not None
    was = _say(group, meeting, row, every_week=series)
    if not series or row.ended_at is None:
        await _record(session, caller, was, None)
    if series:
        row.ended_at = row.ended_at or caller.now
        if meeting.starts_at <= caller.now:
            return await meetings.changed(session, meeting), None
    next_id = await meetings.end_meeting(
        session, group, meeting, row, now=caller.now, cancelled=True
    )
    await _tell(session, group, meeting, Why.CANCELLED, caller.now)
    following = None
    if next_id is not None:
        following = await queries.get(session, caller, next_id)
    return await queries.get(session, caller, meeting_id), following


async def _plan(session: AsyncSession, caller: OrganiserCaller, asked: Asked) -> Planned:
    group = await lock_group(session, caller.guild_id)
    minutes, place = rules.check_minutes(asked.minutes), rules.clean_place(asked.place)
    day, at, starts_at = rules.read_when(asked.when, zone=group.zone, now=caller.now)
    about, title = await _topic(session, caller, asked.topic)
    if await queries.count_ahead(session, caller.guild_id) >= rules.MOST_AHEAD:
        raise UserError(
            f"The group has {rules.MOST_AHEAD} sessions ahead, and no more fit. `/session cancel` "
            "takes one away."
        )
    await _check_free(session, caller.guild_id, starts_at)
    row = SessionRow(
        guild_id=caller.guild_id,
        weekday=day.weekday() if asked.weekly else None,
        local_time=at,
        minutes=minutes,
        about=about,
        topic=title,
        place=place,
        voice_id=asked.voice_id,
        planned_at=caller.now,
    )
    session.add(row)
    await session.flush()
    meeting_id = await meetings.open_meeting(session, group, row, day, starts_at, caller.now)
    said = rules.say_planned(day, at, group.zone, weekly=asked.weekly)
    await _record(session, caller, None, said)
    meeting = await queries.get(session, caller, meeting_id)
    return Planned(meeting, rules.is_skipped(day, at, group.zone))


async def _topic(
    session: AsyncSession, caller: OrganiserCaller, typed: str
) -> tuple[str | None, str]:
    """What a session is about, and how that is called."""
    if typed == rules.CHOSEN_PAPER:
        return rules.CHOSEN_PAPER, rules.CHOSEN_TITLE
    milestone_id = rules.milestone_in(typed)
    if milestone_id is None:
        return None, rules.clean_topic(typed)
    milestone = (await current(session, caller.guild_id)).milestone(milestone_id)
    if milestone is None:
        raise NotFound("The plan has no such milestone. Pick one from the list, or type a topic.")
    return rules.about_milestone(milestone.id), milestone.title


async def _open(
    session: AsyncSession, caller: OrganiserCaller, meeting_id: int
) -> tuple[MeetingRow, SessionRow]:
    queries.check_open(await queries.get(session, caller, meeting_id))
    found = await meetings.lock_meeting(session, caller.guild_id, meeting_id)
    assert found is not None, "it was just read, and the group is locked"
    return found


async def _check_free(
    session: AsyncSession, guild_id: int, starts_at: datetime, but: int | None = None
) -> None:
    """Refuse a second meeting that begins at the same instant."""
    there = await session.scalar(
        select(MeetingRow.id).where(
            MeetingRow.guild_id == guild_id,
            MeetingRow.starts_at == starts_at,
            MeetingRow.ended_at.is_(None),
            MeetingRow.id != (but or 0),
        )
    )
    if there is not None:
        raise UserError("The group meets at that time already: `/session list` shows it.")


async def _tell(
    session: AsyncSession, group: Group, meeting: MeetingRow, why: Why, now: datetime
) -> None:
    """Let those who come hear of it."""
    subject = str(TellSubject(meeting.id, meeting.revision, why))
    await put_now(session, group.guild_id, kind=TELL, zone=group.zone, now=now, subject=subject)


async def _record(
    session: AsyncSession, caller: OrganiserCaller, old: str | None, new: str | None
) -> None:
    change = Change(SESSION.name, old, new)
    await audit.record(session, caller.guild_id, [change], by=caller.user_id, now=caller.now)


def _say(group: Group, meeting: MeetingRow, row: SessionRow, *, every_week: bool) -> str:
    """When a meeting is, or all weeks of its session are, in the words of the audit log."""
    if every_week:
        return rules.say_planned(meeting.day, row.local_time, group.zone, weekly=True)
    wall = meeting.starts_at.astimezone(find_zone(group.zone))
    return rules.say_planned(wall.date(), wall.time(), group.zone, weekly=False)
