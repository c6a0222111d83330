"""The life of a meeting: it opens, it is shown anew, it ends, and the next one opens.

What is posted is so by deliveries: each change of a meeting raises its revision, and lets its panel
and its event be brought to what the database says then.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.rules.identifiers import abstract_url
from bot.groups.queries import find_group, get_group
from bot.groups.values import Group
from bot.inputs.text import cut
from bot.papers.chosen import chosen_in, chosen_papers
from bot.plans.queries import current
from bot.public_panels import PostedMessage
from bot.scheduling import DeliveryFailure, Once, drop, put, put_now, wall_instant
from bot.sessions import rules
from bot.sessions.models import MeetingRow, SessionRow
from bot.sessions.queries import get_meeting
from bot.sessions.values import EVENT, OVER, POST, TELL, Meeting, TellSubject, Topic, Why

_LONGEST = 300


async def open_meeting(
    session: AsyncSession,
    group: Group,
    row: SessionRow,
    day: date,
    starts_at: datetime,
    now: datetime,
) -> int:
    """Open a meeting of a session, with all that it needs on its way; gives its id."""
    topic = await topic_of(session, group, row)
    meeting = MeetingRow(
        guild_id=group.guild_id,
        session_id=row.id,
        day=day,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=row.minutes),
        topic=topic.title,
        link=topic.link,
        is_cancelled=False,
        revision=1,
    )
    session.add(meeting)
    await session.flush()
    await keep_time(session, group, meeting, now)
    await show(session, group, meeting, now)
    return meeting.id


async def open_next(
    session: AsyncSession, group: Group, row: SessionRow, *, after: datetime, now: datetime
) -> int | None:
    """Open the first meeting of a weekly session that lies after an instant, and after now."""
    if row.weekday is None or row.ended_at is not None:
        return None
    found = rules.next_time(row.weekday, row.local_time, group.zone, after=max(after, now))
    if found is None:
        return None
    day, at = found
    return await open_meeting(session, group, row, day, at, now)


async def end_meeting(
    session: AsyncSession,
    group: Group,
    meeting: MeetingRow,
    row: SessionRow,
    *,
    now: datetime,
    cancelled: bool = False,
) -> int | None:
    """End a meeting, and open the next of a weekly session; gives that one's id."""
    meeting.ended_at = now
    meeting.is_cancelled = cancelled
    meeting.revision += 1
    if row.weekday is None:
        row.ended_at = now
    await session.flush()
    await stop_time(session, meeting)
    await show(session, group, meeting, now)
    planned = planned_at(meeting, row, group.zone)
    return await open_next(session, group, row, after=planned, now=now)


async def keep_time(
    session: AsyncSession, group: Group, meeting: MeetingRow, now: datetime
) -> None:
    """Let those who come hear of it before it begins, and let it end in time."""
    for kind, at in ((TELL, meeting.starts_at - rules.BEFORE), (OVER, meeting.ends_at)):
        await put(
            session,
            group.guild_id,
            kind=kind,
            rule=Once(at, group.zone),
            after=now,
            subject=_clock(meeting, kind),
        )


async def stop_time(session: AsyncSession, meeting: MeetingRow) -> None:
    """Take back what `keep_time` put."""
    for kind in (TELL, OVER):
        await drop(session, meeting.guild_id, kind=kind, subject=_clock(meeting, kind))


async def show(session: AsyncSession, group: Group, meeting: MeetingRow, now: datetime) -> None:
    """Let the panel and the event of a meeting be brought to what stands in the database."""
    for kind in (POST, EVENT):
        subject = f"{meeting.id}:{meeting.revision}"
        await put_now(session, group.guild_id, kind=kind, zone=group.zone, now=now, subject=subject)


async def show_people(
    session: AsyncSession, guild_id: int, *which: ColumnElement[bool], now: datetime
) -> None:
    """Let the panels of these meetings, where not over, show who is here; events name nobody.

    It is no change of the meeting: what others are still to hear of it stays as it is.
    """
    found = await session.scalars(
        select(MeetingRow.id).where(
            MeetingRow.guild_id == guild_id,
            MeetingRow.ended_at.is_(None),
            MeetingRow.message_id.is_not(None),
            *which,
        )
    )
    for meeting_id in found.all():
        subject = f"{meeting_id}:{now.isoformat()}"
        await put_now(session, guild_id, kind=POST, zone="UTC", now=now, subject=subject)


async def topic_of(session: AsyncSession, group: Group, row: SessionRow) -> Topic:
    """What a meeting of a session that opens now is about."""
    if row.about is None:
        return Topic(row.topic)
    milestone_id = rules.milestone_in(row.about)
    if milestone_id is not None:
        plan = await current(session, group.guild_id)
        milestone = plan.milestone(milestone_id)
        return Topic(row.topic if milestone is None else cut(milestone.title, _LONGEST))
    chosen = await chosen_papers(session, group.guild_id)
    if not chosen:
        return Topic(rules.CHOSEN_TITLE)
    paper = chosen[0].paper
    link = abstract_url(paper.key)
    # A week after it was talked about, the next one is still to be chosen.
    if await _was_about(session, row, link):
        return Topic(rules.CHOSEN_TITLE)
    return Topic(cut(paper.title, _LONGEST), link)


async def _was_about(session: AsyncSession, row: SessionRow, link: str) -> bool:
    """Whether a meeting of a session that was held was about the paper with this page."""
    held = select(MeetingRow.id).where(
        MeetingRow.guild_id == row.guild_id,
        MeetingRow.session_id == row.id,
        MeetingRow.link == link,
        MeetingRow.ended_at.is_not(None),
        MeetingRow.is_cancelled.is_(False),
    )
    return await session.scalar(held.limit(1)) is not None


async def paper_chosen(session: AsyncSession, guild_id: int, round_id: int, now: datetime) -> None:
    """Let meetings ahead that are about the weekly paper be about the one just chosen (a hook).

    It stays when it is: what others are still to hear of a move stays news.
    """
    found = await session.execute(
        select(MeetingRow)
        .join(SessionRow, SessionRow.id == MeetingRow.session_id)
        .where(
            MeetingRow.guild_id == guild_id,
            SessionRow.about == rules.CHOSEN_PAPER,
            MeetingRow.ended_at.is_(None),
            MeetingRow.starts_at > now,
        )
        .execution_options(populate_existing=True)
    )
    meetings = found.scalars().all()
    if not meetings:
        return
    paper = (await chosen_in(session, guild_id, round_id)).paper
    group = await get_group(session, guild_id)
    for meeting in meetings:
        meeting.topic, meeting.link = cut(paper.title, _LONGEST), abstract_url(paper.key)
        await session.flush()
        await show(session, group, meeting, now)


async def time_is_up(session: AsyncSession, guild_id: int, meeting_id: int, now: datetime) -> None:
    """End a meeting whose time is over. Safe to run again."""
    found = await lock_meeting(session, guild_id, meeting_id)
    group = await find_group(session, guild_id)
    if found is None or group is None:
        return
    meeting, row = found
    if meeting.ended_at is None and meeting.ends_at <= now:
        await end_meeting(session, group, meeting, row, now=now)


async def over_failed(session: AsyncSession, failure: DeliveryFailure, now: datetime) -> None:
    """A meeting ends also where nothing ran for long; its series goes on."""
    delivery = failure.delivery
    await time_is_up(session, delivery.guild_id, int(delivery.subject), now)


async def open_missing(session: AsyncSession, now: datetime) -> None:
    """End what should have ended, such as in a restored database (at each start)."""
    rows = await session.execute(
        select(MeetingRow.guild_id, MeetingRow.id).where(
            MeetingRow.ended_at.is_(None), MeetingRow.ends_at <= now
        )
    )
    for guild_id, meeting_id in rows.all():
        await time_is_up(session, guild_id, meeting_id, now)


async def lock_meeting(
    session: AsyncSession, guild_id: int, meeting_id: int
) -> tuple[MeetingRow, SessionRow] | None:
    """A meeting and its session; until the transaction ends, others who change it wait."""
    found = await session.execute(
        select(MeetingRow, SessionRow)
        .join(SessionRow, SessionRow.id == MeetingRow.session_id)
        .where(MeetingRow.guild_id == guild_id, MeetingRow.id == meeting_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1])


async def panel_posted(
    session: AsyncSession, guild_id: int, meeting_id: int, message: PostedMessage
) -> bool:
    """Keep where a panel stands, unless it stands elsewhere already; says whether this is it."""
    return await _set_once(
        session,
        guild_id,
        meeting_id,
        MeetingRow.message_id.is_(None) | (MeetingRow.message_id == message.message_id),
        channel_id=message.channel_id,
        message_id=message.message_id,
    )


async def panel_gone(session: AsyncSession, meeting: Meeting) -> None:
    """Forget where a panel stood that was deleted."""
    assert meeting.panel is not None, "only a panel that was posted can be deleted"
    await _set_once(
        session,
        meeting.guild_id,
        meeting.id,
        MeetingRow.message_id == meeting.panel.message_id,
        channel_id=None,
        message_id=None,
    )


async def event_made(session: AsyncSession, guild_id: int, meeting_id: int, event_id: int) -> bool:
    """Keep which event shows a meeting, unless another does; says whether this one is kept."""
    return await _set_once(
        session,
        guild_id,
        meeting_id,
        MeetingRow.event_id.is_(None) | (MeetingRow.event_id == event_id),
        event_id=event_id,
    )


async def event_gone(session: AsyncSession, guild_id: int, meeting_id: int, event_id: int) -> None:
    """Forget an event that was deleted."""
    await _set_once(session, guild_id, meeting_id, MeetingRow.event_id == event_id, event_id=None)


async def changed(session: AsyncSession, meeting: MeetingRow) -> Meeting:
    """A meeting as it stands after what was just changed of it."""
    await session.flush()
    return await get_meeting(session, meeting.guild_id, meeting.id)


async def _set_once(
    session: AsyncSession, guild_id: int, meeting_id: int, still: Any, **values: int | None
) -> bool:
    found = await session.execute(
        update(MeetingRow)
        .where(MeetingRow.guild_id == guild_id, MeetingRow.id == meeting_id, still)
        .values(**values)
        .returning(MeetingRow.id)
        .execution_options(synchronize_session=False)
    )
    return found.one_or_none() is not None


def _clock(meeting: MeetingRow, kind: str) -> str:
    """The subject of the schedule that runs by a meeting's time."""
    return str(TellSubject(meeting.id, 0, Why.SOON)) if kind == TELL else str(meeting.id)


def planned_at(meeting: MeetingRow, row: SessionRow, zone: str) -> datetime:
    """When a meeting was to be, wherever it was moved."""
    planned = wall_instant(meeting.day, row.local_time, zone)
    return meeting.starts_at if planned is None else planned
