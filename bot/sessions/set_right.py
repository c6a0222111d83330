"""What a clock that stood ahead has done to meetings, set right once it tells the time again.

A meeting that was ended before its time goes on, and the ones that its series opened after it are
withdrawn without a word: their panels and events go, and each opens anew in its time. What an
organiser has called off stays so. Those who come are told again, in time, what they were told days
too early.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.queries import lock_group
from bot.groups.values import Group
from bot.scheduling import put_now, put_take_down, send_again, wall_instant
from bot.sessions import meetings, rules
from bot.sessions.models import MeetingRow, SessionRow
from bot.sessions.values import EVENT, MESSAGE, TAKE_DOWN, Why

_DRIFT = timedelta(minutes=1)
"""So much the clocks of two processes may differ."""


async def set_right(session: AsyncSession, now: datetime) -> None:
    """Let meetings go on that a clock which stood ahead has ended before their time."""
    await send_again(session, kind=MESSAGE, about=f":{Why.SOON}", since=now + rules.BEFORE)
    ahead = now + _DRIFT
    touched = await session.execute(
        select(MeetingRow.guild_id, MeetingRow.session_id)
        .join(SessionRow, SessionRow.id == MeetingRow.session_id)
        .where(or_(MeetingRow.ended_at > ahead, SessionRow.ended_at > ahead))
        .distinct()
    )
    for guild_id, session_id in touched.all():
        group = await lock_group(session, guild_id)
        await _set_right(session, group, session_id, now)


async def _set_right(session: AsyncSession, group: Group, session_id: int, now: datetime) -> None:
    row, found = await _locked(session, group.guild_id, session_id)
    early = next((each for each in found if _is_early(each, now)), None)
    first = early or next((each for each in found if each.ended_at is None), None)
    after = None if first is None else _skipped_from(first, found, row, group, now)
    for each in found:
        if each.ended_at is not None:
            each.ended_at = min(each.ended_at, now)
    if row.ended_at is not None:
        is_once_more = early is not None and row.weekday is None
        row.ended_at = None if is_once_more else min(row.ended_at, now)
    for each in found:
        is_later = first is not None and early is not None and each.id > first.id
        if (is_later or (each is first and after is not None)) and not each.is_cancelled:
            await _withdraw(session, group, each, now)
    await session.flush()
    if after is not None:
        await meetings.open_next(session, group, row, after=after, now=now)
    elif early is not None:
        await _reopen(session, group, early, now)


def _is_early(meeting: MeetingRow, now: datetime) -> bool:
    """Whether it was ended, but not called off, although its time is still to come."""
    ahead = now + _DRIFT
    was_ended = meeting.ended_at is not None and meeting.ended_at > ahead
    return was_ended and not meeting.is_cancelled and meeting.ends_at > ahead


def _skipped_from(
    meeting: MeetingRow,
    all_of_them: Sequence[MeetingRow],
    row: SessionRow,
    group: Group,
    now: datetime,
) -> datetime | None:
    """After when the next one should have opened, where weeks were skipped; None: none were."""
    before = [each for each in all_of_them if each.id < meeting.id]
    if (
        row.weekday is None
        or not before
        or wall_instant(meeting.day, row.local_time, group.zone) != meeting.starts_at
    ):
        return None
    after = max(meetings.planned_at(before[-1], row, group.zone), now)
    due = rules.next_time(row.weekday, row.local_time, group.zone, after=after)
    return after if due is not None and due[0] < meeting.day else None


async def _reopen(session: AsyncSession, group: Group, meeting: MeetingRow, now: datetime) -> None:
    meeting.ended_at = None
    meeting.revision += 1
    await session.flush()
    await meetings.keep_time(session, group, meeting, now)
    await meetings.show(session, group, meeting, now)


async def _withdraw(
    session: AsyncSession, group: Group, meeting: MeetingRow, now: datetime
) -> None:
    """Let a meeting be as though it had not opened yet: without panel, event and messages."""
    meeting.ended_at, meeting.is_cancelled = now, True
    meeting.revision += 1
    await session.flush()
    await meetings.stop_time(session, meeting)
    if meeting.channel_id is not None and meeting.message_id is not None:
        post = (meeting.channel_id, meeting.message_id)
        await put_take_down(session, group.guild_id, *post, kind=TAKE_DOWN, at=now)
        meeting.channel_id = meeting.message_id = None
    subject = f"{meeting.id}:{meeting.revision}"
    await put_now(session, group.guild_id, kind=EVENT, zone=group.zone, now=now, subject=subject)


async def _locked(
    session: AsyncSession, guild_id: int, session_id: int
) -> tuple[SessionRow, Sequence[MeetingRow]]:
    row = await session.scalars(
        select(SessionRow)
        .where(SessionRow.guild_id == guild_id, SessionRow.id == session_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = await session.scalars(
        select(MeetingRow)
        .where(MeetingRow.guild_id == guild_id, MeetingRow.session_id == session_id)
        .order_by(MeetingRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return row.one(), found.all()
