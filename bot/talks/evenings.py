"""What organisers do with talks: plan an evening, and arrange who speaks in which order (C5)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.groups import audit
from bot.groups.audit_rules import Change
from bot.groups.queries import get_group, lock_group
from bot.groups.values import OrganiserCaller
from bot.inputs.dates import say_date
from bot.scheduling import local_date
from bot.sessions import service as sessions
from bot.sessions.answers import let_come
from bot.sessions.queries import check_open
from bot.sessions.values import Asked, Meeting
from bot.talks import queries, rules
from bot.talks.audited import EVENING
from bot.talks.closing import close_later, remove_unseen
from bot.talks.models import TalkRow
from bot.talks.values import Evening, Talk


async def schedule(
    session: AsyncSession, caller: OrganiserCaller, asked: Asked
) -> tuple[Evening, bool]:
    """Plan an evening as a session, with the oldest proposals that fit on it.

    The second value is `Planned.skipped_hour`.

    Raises: as `bot.sessions.service.plan`.
    """
    group = await lock_group(session, caller.guild_id)
    planned = await sessions.plan(session, caller, asked)
    meeting = planned.meeting
    waiting = await queries.waiting(session, caller.guild_id)
    for place, talk in enumerate(rules.fitting(waiting, asked.minutes)):
        await _place(session, caller, talk, meeting.id, place)
    await close_later(session, group, meeting.id, meeting.ends_at, caller.now)
    found = await queries.evening(session, caller, meeting.id)
    return found, planned.skipped_hour


async def put_on(
    session: AsyncSession, caller: OrganiserCaller, meeting_id: int, talk_id: int
) -> Evening:
    """Put a proposal on an evening, after those that stand there.

    Raises:
        NotFound: the group has no such meeting or talk.
        UserError: the evening has ended or is full, or the talk stands on one.
    """
    group = await lock_group(session, caller.guild_id)
    before = await _arranged(session, caller, meeting_id)
    talk = await queries.get(session, caller, talk_id)
    if talk.meeting_id == meeting_id:
        return before
    if talk.meeting_id is not None:
        raise UserError("That talk stands on another evening. Take it out there first.")
    if len(before.talks) >= rules.MOST_ON_EVENING:
        raise UserError(f"{rules.MOST_ON_EVENING} talks fit an evening. Take one out first.")
    place = max((each.position for each in before.talks), default=-1) + 1
    await _place(session, caller, talk, meeting_id, place)
    await close_later(session, group, meeting_id, before.meeting.ends_at, caller.now)
    await _record(session, caller, before.meeting, old=None, new="a talk more")
    return await queries.evening(session, caller, meeting_id)


async def take_out(
    session: AsyncSession, caller: OrganiserCaller, meeting_id: int, talk_id: int
) -> Evening:
    """Take a talk out of an evening; it waits for another. Raises as `put_on`."""
    before = await _arranged(session, caller, meeting_id)
    talk = next((each for each in before.talks if each.id == talk_id), None)
    if talk is not None:
        await _place(session, caller, talk, None, 0)
        await _record(session, caller, before.meeting, old="a talk", new=None)
    return await queries.evening(session, caller, meeting_id)


async def move_up(
    session: AsyncSession, caller: OrganiserCaller, meeting_id: int, talk_id: int
) -> Evening:
    """Let a talk come before the one that is before it. Raises as `put_on`."""
    before = await _arranged(session, caller, meeting_id)
    ids = [each.id for each in before.talks]
    place = ids.index(talk_id) if talk_id in ids else 0
    if place:
        ids[place - 1], ids[place] = ids[place], ids[place - 1]
        for position, each in enumerate(ids):
            await _set(session, caller, each, position=position)
    return await queries.evening(session, caller, meeting_id)


async def _record(
    session: AsyncSession,
    caller: OrganiserCaller,
    meeting: Meeting,
    *,
    old: str | None,
    new: str | None,
) -> None:
    """Tell the audit log what was changed of an evening, by its date and without any words."""
    group = await get_group(session, caller.guild_id)
    day = say_date(local_date(meeting.starts_at, group.zone))
    change = Change(EVENING.name, old and f"{day}: {old}", new and f"{day}: {new}")
    await audit.record(session, caller.guild_id, [change], by=caller.user_id, now=caller.now)


async def _arranged(session: AsyncSession, caller: OrganiserCaller, meeting_id: int) -> Evening:
    """An evening that can be arranged; others who would do so wait."""
    await lock_group(session, caller.guild_id)
    found = await queries.evening(session, caller, meeting_id)
    check_open(found.meeting)
    return found


async def _place(
    session: AsyncSession, caller: OrganiserCaller, talk: Talk, meeting_id: int | None, place: int
) -> None:
    """Let a talk stand on an evening, to which its speaker comes then, or on none.

    What listeners said of it, if it was to be on one that began, is of a talk that was not held.
    """
    await remove_unseen(session, caller.guild_id, talk.id)
    await _set(session, caller, talk.id, meeting_id=meeting_id, position=place)
    if meeting_id is not None:
        await let_come(session, caller.guild_id, meeting_id, talk.speaker_id, caller.now)


async def _set(session: AsyncSession, caller: OrganiserCaller, talk_id: int, **values: Any) -> None:
    await session.execute(
        update(TalkRow)
        .where(TalkRow.guild_id == caller.guild_id, TalkRow.id == talk_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
