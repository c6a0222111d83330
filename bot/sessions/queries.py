"""Reads of sessions and their meetings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.groups.models import MemberRow, is_of_member_here
from bot.groups.values import InsiderCaller, Member, MemberCaller
from bot.inputs.search import pick
from bot.public_panels import NamingPost, PostedMessage
from bot.reminders.rules import lead_to_name
from bot.reminders.values import ReminderKey
from bot.scheduling import local_date
from bot.sessions.models import ComingRow, MeetingRow, NotesRow, SessionRow
from bot.sessions.rules import LEADS, milestone_in
from bot.sessions.values import KIND, PANEL, Meeting, MeetingReminder, Notes, Topic

_BACK = timedelta(weeks=8)
_SHOWN_BACK = 5
_NEXT_WITHIN = timedelta(days=8)

# Every daily message asks for these: built once, plain rows, and mostly there are none.
_MEETINGS, _ANSWERS = MeetingRow.__table__, ComingRow.__table__
_JOINED = (
    select(_MEETINGS.c.id, _MEETINGS.c.is_cancelled)
    .join(
        _ANSWERS,
        and_(_ANSWERS.c.guild_id == _MEETINGS.c.guild_id, _ANSWERS.c.meeting_id == _MEETINGS.c.id),
    )
    .where(
        _ANSWERS.c.guild_id == bindparam("guild_id"),
        _ANSWERS.c.user_id == bindparam("user_id"),
        _ANSWERS.c.comes.is_(True),
        _MEETINGS.c.ends_at > bindparam("since"),
    )
)

_NOT_THERE = "I do not find that session in this group. `/session list` shows those ahead."


async def overview(session: AsyncSession, caller: InsiderCaller) -> list[Meeting]:
    """What is ahead or going on, nearest first; then what was held lately, the latest first."""
    ahead = await _meetings(session, caller.guild_id, MeetingRow.ended_at.is_(None))
    held = await _meetings(
        session,
        caller.guild_id,
        MeetingRow.ended_at > caller.now - _BACK,
        MeetingRow.is_cancelled.is_(False),
    )
    return [*ahead, *reversed(held[-_SHOWN_BACK:])]


async def ahead(session: AsyncSession, caller: InsiderCaller) -> list[Meeting]:
    """The meetings that have not ended, nearest first."""
    return await _meetings(session, caller.guild_id, MeetingRow.ended_at.is_(None))


async def get(session: AsyncSession, caller: InsiderCaller, meeting_id: int) -> Meeting:
    """A meeting of the caller's group.

    Raises:
        NotFound: there is none such here.
    """
    return await get_meeting(session, caller.guild_id, meeting_id)


async def get_meeting(session: AsyncSession, guild_id: int, meeting_id: int) -> Meeting:
    """A meeting of this group.

    Raises:
        NotFound: there is none such here.
    """
    found = await _meetings(session, guild_id, MeetingRow.id == meeting_id)
    if not found:
        raise NotFound(_NOT_THERE)
    return found[0]


async def get_open(session: AsyncSession, caller: InsiderCaller, meeting_id: int) -> Meeting:
    """A meeting of the caller's group that has not ended.

    Raises:
        NotFound: there is none such here.
        UserError: it is over, or called off.
    """
    found = await get(session, caller, meeting_id)
    check_open(found)
    return found


def check_open(meeting: Meeting) -> None:
    """Let a meeting pass that has not ended.

    Raises:
        UserError: it is over, or called off.
    """
    if meeting.is_over:
        how = "was called off" if meeting.is_cancelled else "is over"
        raise UserError(f"That session {how}. `/session list` shows what is ahead.")


async def find(session: AsyncSession, caller: InsiderCaller, typed: str) -> Meeting:
    """The meeting ahead that ``typed`` means: its id, its topic, or a part that only one has.

    Raises:
        NotFound: none, or several.
    """
    by_id = {str(each.id): each for each in await ahead(session, caller)}
    titles = [(key, each.topic.title) for key, each in by_id.items()]
    meant = typed if typed in by_id else pick(titles, typed)
    if meant is None:
        raise NotFound(_NOT_THERE)
    return by_id[meant]


async def next_for(session: AsyncSession, member: Member, *, now: datetime) -> Meeting | None:
    """The group's next meeting, if it begins within about a week."""
    found = await _meetings(
        session,
        member.guild_id,
        MeetingRow.ended_at.is_(None),
        MeetingRow.starts_at > now,
        MeetingRow.starts_at < now + _NEXT_WITHIN,
    )
    return found[0] if found else None


async def joined(
    session: AsyncSession, member: Member, *, since: datetime, cancelled: bool = False
) -> list[Meeting]:
    """The meetings from ``since`` on that a member goes to; with ``cancelled`` those too."""
    connection = await session.connection()
    asked = {"guild_id": member.guild_id, "user_id": member.user_id, "since": since}
    rows = (await connection.execute(_JOINED, asked)).all()
    ids = [row.id for row in rows if cancelled or not row.is_cancelled]
    return await _meetings(session, member.guild_id, MeetingRow.id.in_(ids)) if ids else []


async def to_remind(
    session: AsyncSession,
    member: Member,
    sent: Collection[ReminderKey],
    *,
    next_day: date | None,
    now: datetime,
) -> list[MeetingReminder]:
    """The meetings that a member goes to and that a message which goes out now is to name (R13).

    ``sent`` is what was named before.
    """
    named = {(each.thing_id, each.due, each.stage) for each in sent if each.kind == KIND}
    found = []
    for meeting in await joined(session, member, since=now):
        due, key = local_date(meeting.starts_at, member.zone), str(meeting.id)
        before = {stage for *which, stage in named if which == [key, due]}
        lead = lead_to_name(due, LEADS, before, today=member.today(now), next_day=next_day)
        if lead is not None and meeting.starts_at > now and not meeting.is_over:
            found.append(MeetingReminder(meeting, due, ReminderKey(KIND, key, due, str(lead))))
    return found


async def coming_members(session: AsyncSession, guild_id: int, meeting_id: int) -> list[int]:
    """Who comes to a meeting and is here; none is forgotten until the transaction ends."""
    found = await session.scalars(
        select(ComingRow.user_id)
        .join(MemberRow, is_of_member_here(ComingRow.guild_id, ComingRow.user_id))
        .where(
            ComingRow.guild_id == guild_id,
            ComingRow.meeting_id == meeting_id,
            ComingRow.comes.is_(True),
        )
        .order_by(ComingRow.user_id)
        .with_for_update(of=MemberRow, read=True, key_share=True)
    )
    return list(found)


async def naming_posts(session: AsyncSession, guild_id: int, user_id: int) -> list[NamingPost]:
    """The panels that may show that somebody comes, or that notes are theirs."""
    answered = _says(guild_id, user_id)
    wrote = exists().where(
        NotesRow.guild_id == MeetingRow.guild_id,
        NotesRow.meeting_id == MeetingRow.id,
        NotesRow.author_id == user_id,
    )
    rows = await session.execute(
        select(MeetingRow.id, MeetingRow.channel_id, MeetingRow.message_id).where(
            MeetingRow.guild_id == guild_id,
            MeetingRow.message_id.is_not(None),
            answered | wrote,
        )
    )
    return [NamingPost(row.channel_id, row.message_id, PANEL, row.id) for row in rows]


async def uses_events(session: AsyncSession, guild_id: int) -> bool:
    """Whether the group plans sessions, which are shown as events too."""
    running = select(SessionRow.id).where(
        SessionRow.guild_id == guild_id, SessionRow.ended_at.is_(None)
    )
    return await session.scalar(running.limit(1)) is not None


def _says(guild_id: int, user_id: int) -> ColumnElement[bool]:
    """Whether somebody said that they come to a meeting."""
    return exists().where(
        ComingRow.guild_id == guild_id,
        ComingRow.meeting_id == MeetingRow.id,
        ComingRow.user_id == user_id,
        ComingRow.comes.is_(True),
    )


async def _meetings(
    session: AsyncSession, guild_id: int, *wanted: ColumnElement[bool]
) -> list[Meeting]:
    """Meetings of a group by when they begin, with who comes; in two statements."""
    rows = (await session.execute(_selected(guild_id, *wanted))).all()
    people = await _people(session, guild_id, [row.id for row in rows])
    return [_meeting(row, people.get(row.id, ((), 0))) for row in rows]


def _selected(guild_id: int, *wanted: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *MeetingRow.__table__.c,
            SessionRow.weekday,
            SessionRow.ended_at.label("series_ended_at"),
            SessionRow.about,
            SessionRow.place,
            SessionRow.voice_id,
            NotesRow.text.label("notes"),
            NotesRow.number.label("notes_number"),
            NotesRow.author_id.label("notes_by"),
        )
        .join(
            SessionRow,
            and_(
                SessionRow.guild_id == MeetingRow.guild_id, SessionRow.id == MeetingRow.session_id
            ),
        )
        .outerjoin(
            NotesRow,
            and_(NotesRow.guild_id == MeetingRow.guild_id, NotesRow.meeting_id == MeetingRow.id),
        )
        .where(MeetingRow.guild_id == guild_id, *wanted)
        .order_by(MeetingRow.starts_at, MeetingRow.id)
    )


async def _people(
    session: AsyncSession, guild_id: int, meeting_ids: Sequence[int]
) -> dict[int, tuple[tuple[int, ...], int]]:
    """Who comes to each of these meetings, and how many said that they cannot."""
    if not meeting_ids:
        return {}
    rows = await session.execute(
        select(ComingRow.meeting_id, ComingRow.user_id, ComingRow.comes)
        .join(MemberRow, is_of_member_here(ComingRow.guild_id, ComingRow.user_id))
        .where(ComingRow.guild_id == guild_id, ComingRow.meeting_id.in_(meeting_ids))
        .order_by(ComingRow.answered_at, ComingRow.user_id)
    )
    coming: dict[int, list[int]] = {}
    absent: dict[int, int] = {}
    for meeting_id, user_id, comes in rows:
        if comes:
            coming.setdefault(meeting_id, []).append(user_id)
        else:
            absent[meeting_id] = absent.get(meeting_id, 0) + 1
    return {each: (tuple(coming.get(each, ())), absent.get(each, 0)) for each in meeting_ids}


def _meeting(row: Row[Any], people: tuple[tuple[int, ...], int]) -> Meeting:
    coming, absent = people
    posted = row.channel_id is not None and row.message_id is not None
    noted = row.notes is not None
    return Meeting(
        id=row.id,
        guild_id=row.guild_id,
        session_id=row.session_id,
        is_weekly=row.weekday is not None,
        goes_on=row.weekday is not None and row.series_ended_at is None,
        day=row.day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        topic=Topic(row.topic, row.link),
        place=row.place,
        voice_id=row.voice_id,
        is_over=row.ended_at is not None,
        is_cancelled=row.is_cancelled,
        panel=PostedMessage(row.channel_id, row.message_id) if posted else None,
        event_id=row.event_id,
        revision=row.revision,
        coming=coming,
        absent=absent,
        notes=Notes(row.notes, row.notes_number, row.notes_by) if noted else None,
        milestone_id=None if row.about is None else milestone_in(row.about),
    )


async def count_ahead(session: AsyncSession, guild_id: int) -> int:
    """How many meetings of the group have not ended."""
    found = await session.scalar(
        select(func.count())
        .select_from(MeetingRow)
        .where(MeetingRow.guild_id == guild_id, MeetingRow.ended_at.is_(None))
    )
    return found or 0


async def count_held(session: AsyncSession, guild_id: int, since: datetime, until: datetime) -> int:
    """How many meetings of the group were held in that time."""
    found = await session.scalar(
        select(func.count())
        .select_from(MeetingRow)
        .where(
            MeetingRow.guild_id == guild_id,
            MeetingRow.is_cancelled.is_(False),
            MeetingRow.ended_at >= since,
            MeetingRow.ended_at < until,
        )
    )
    return found or 0


async def answer_of(session: AsyncSession, caller: MemberCaller, meeting_id: int) -> bool | None:
    """Whether the caller comes to a meeting; None: they have not said."""
    comes: bool | None = await session.scalar(
        select(ComingRow.comes).where(
            ComingRow.guild_id == caller.guild_id,
            ComingRow.meeting_id == meeting_id,
            ComingRow.user_id == caller.user_id,
        )
    )
    return comes
