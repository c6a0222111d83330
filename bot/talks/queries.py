"""Reads of talks and evenings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.groups.models import MemberRow, is_of_member_here
from bot.groups.values import InsiderCaller, Member, MemberCaller
from bot.inputs.search import pick
from bot.public_panels import NamingPost
from bot.reminders.rules import lead_to_name
from bot.reminders.values import ReminderKey
from bot.scheduling import local_date
from bot.sessions.models import ComingRow, MeetingRow
from bot.sessions.queries import get_meeting
from bot.sessions.values import PANEL
from bot.talks.closing import evenings_ahead
from bot.talks.models import FeedbackMarkRow, SignedFeedbackRow, TalkRow
from bot.talks.rules import LEADS, taken_until
from bot.talks.values import KIND, Evening, Talk, TalkReminder

_MOST = 60
# Every daily message asks for these: built once, plain rows, and mostly there are none.
_TALKS, _MEETINGS = TalkRow.__table__, MeetingRow.__table__
_OWN = (
    select(_TALKS.c.id)
    .join(
        _MEETINGS,
        and_(_MEETINGS.c.guild_id == _TALKS.c.guild_id, _MEETINGS.c.id == _TALKS.c.meeting_id),
    )
    .where(
        _TALKS.c.guild_id == bindparam("guild_id"),
        _TALKS.c.user_id == bindparam("user_id"),
        _MEETINGS.c.is_cancelled.is_(False),
        _MEETINGS.c.starts_at > bindparam("now"),
    )
)
_NOT_THERE = "I do not find that talk in this group. `/talk list` shows what there is."


async def talks(session: AsyncSession, caller: InsiderCaller) -> list[Talk]:
    """Talks of members who are here: on evenings ahead, proposed, then those that were held."""
    found = await _talks(session, caller.guild_id)
    ahead = [each for each in found if each.meeting_id is not None and not each.is_held]
    waiting = [each for each in found if each.meeting_id is None]
    held = [each for each in found if each.is_held]
    ahead.sort(key=_when)
    held.sort(key=_when, reverse=True)
    return [*ahead, *waiting, *held[:_MOST]]


async def begun(session: AsyncSession, caller: InsiderCaller) -> list[Talk]:
    """The talks whose evening has begun, the latest first; however many wait for one."""
    found = await _talks(session, caller.guild_id, MeetingRow.starts_at <= caller.now)
    return sorted((each for each in found if each.starts_at), key=_when, reverse=True)[:_MOST]


async def get(session: AsyncSession, caller: InsiderCaller, talk_id: int) -> Talk:
    """A talk of the caller's group.

    Raises:
        NotFound: there is none such here, or its speaker is not here any more.
    """
    return await get_talk(session, caller.guild_id, talk_id)


async def get_talk(session: AsyncSession, guild_id: int, talk_id: int) -> Talk:
    """A talk of this group. Raises as `get`."""
    found = await _talks(session, guild_id, TalkRow.id == talk_id)
    if not found:
        raise NotFound(_NOT_THERE)
    return found[0]


async def find(session: AsyncSession, caller: InsiderCaller, typed: str) -> Talk:
    """The talk that ``typed`` means: its id, its title, or a part that only one has.

    Raises:
        NotFound: none, or several.
    """
    by_id = {str(each.id): each for each in await talks(session, caller)}
    meant = typed if typed in by_id else pick([(k, each.title) for k, each in by_id.items()], typed)
    if meant is None:
        raise NotFound(_NOT_THERE)
    return by_id[meant]


async def on_evening(session: AsyncSession, guild_id: int, meeting_id: int) -> list[Talk]:
    """The talks of an evening, in their order."""
    found = await _talks(session, guild_id, TalkRow.meeting_id == meeting_id)
    return sorted(found, key=lambda each: each.position)


async def evening(session: AsyncSession, caller: InsiderCaller, meeting_id: int) -> Evening:
    """An evening with its talks, and what waits for one.

    Raises:
        NotFound: the group has no such meeting.
    """
    meeting = await get_meeting(session, caller.guild_id, meeting_id)
    found = await on_evening(session, caller.guild_id, meeting_id)
    return Evening(meeting, tuple(found), tuple(await waiting(session, caller.guild_id)))


async def next_evening(session: AsyncSession, caller: InsiderCaller) -> int | None:
    """The meeting of the next evening of talks that has not ended, with or without any yet."""
    evenings = await evenings_ahead(session, caller.guild_id)
    found: int | None = await session.scalar(
        select(MeetingRow.id)
        .where(
            MeetingRow.guild_id == caller.guild_id,
            MeetingRow.ended_at.is_(None),
            MeetingRow.id.in_(evenings),
        )
        .order_by(MeetingRow.starts_at)
        .limit(1)
    )
    return found


async def waiting(session: AsyncSession, guild_id: int) -> list[Talk]:
    """Proposals that stand on no evening, the oldest first."""
    return [each for each in await _talks(session, guild_id) if each.meeting_id is None]


async def own(session: AsyncSession, member: Member, *, now: datetime) -> list[Talk]:
    """The talks that a member gives on evenings ahead, nearest first."""
    connection = await session.connection()
    asked = {"guild_id": member.guild_id, "user_id": member.user_id, "now": now}
    ids = [row.id for row in (await connection.execute(_OWN, asked)).all()]
    found = await _talks(session, member.guild_id, TalkRow.id.in_(ids)) if ids else []
    return sorted(found, key=_when)


async def called_off(
    session: AsyncSession, member: Member, *, since: datetime
) -> list[tuple[int, str, datetime]]:
    """The member's talks whose evening was called off, from ``since`` on: id, title, its time."""
    rows = await session.execute(
        select(TalkRow.id, TalkRow.title, MeetingRow.starts_at)
        .join(
            MeetingRow,
            and_(MeetingRow.guild_id == TalkRow.guild_id, MeetingRow.id == TalkRow.meeting_id),
        )
        .where(
            TalkRow.guild_id == member.guild_id,
            TalkRow.user_id == member.user_id,
            MeetingRow.is_cancelled.is_(True),
            MeetingRow.starts_at > since,
        )
        .order_by(MeetingRow.starts_at, TalkRow.id)
    )
    return [(row.id, row.title, row.starts_at) for row in rows]


async def to_remind(
    session: AsyncSession,
    member: Member,
    sent: Collection[ReminderKey],
    *,
    next_day: date | None,
    now: datetime,
) -> list[TalkReminder]:
    """The member's own talks that a message which goes out now is to name (C5, R13)."""
    named = {(each.thing_id, each.due, each.stage) for each in sent if each.kind == KIND}
    found = []
    for talk in await own(session, member, now=now):
        assert talk.starts_at is not None, "those ahead have a time"
        due, key = local_date(talk.starts_at, member.zone), str(talk.id)
        before = {stage for *which, stage in named if which == [key, due]}
        lead = lead_to_name(due, LEADS, before, today=member.today(now), next_day=next_day)
        if lead is not None:
            found.append(TalkReminder(talk, due, ReminderKey(KIND, key, due, str(lead))))
    return found


async def to_answer(session: AsyncSession, caller: MemberCaller) -> list[Talk]:
    """Talks that the caller came to and has given no feedback on, while it is taken."""
    came = select(ComingRow.meeting_id).where(
        ComingRow.guild_id == caller.guild_id,
        ComingRow.user_id == caller.user_id,
        ComingRow.comes.is_(True),
    )
    found = await _talks(
        session,
        caller.guild_id,
        TalkRow.meeting_id.in_(came),
        TalkRow.closed_at.is_(None),
        TalkRow.user_id != caller.user_id,
        MeetingRow.ended_at.is_not(None),
    )
    if not found:
        return []
    given = await answered(session, caller, [each.id for each in found])
    return [
        each
        for each in found
        if each.id not in given
        and each.ends_at is not None
        and caller.now < taken_until(each.ends_at)
    ]


_Given = type[FeedbackMarkRow] | type[SignedFeedbackRow]


async def answered(
    session: AsyncSession,
    caller: MemberCaller,
    talk_ids: Sequence[int],
    *,
    tables: tuple[_Given, ...] = (FeedbackMarkRow, SignedFeedbackRow),
) -> frozenset[int]:
    """On which of these talks the caller gave feedback, of either kind or of one."""
    found: set[int] = set()
    for table in tables:
        rows = await session.scalars(
            select(table.talk_id).where(
                table.guild_id == caller.guild_id,
                table.user_id == caller.user_id,
                table.talk_id.in_(talk_ids),
            )
        )
        found |= set(rows)
    return frozenset(found)


async def naming_posts(session: AsyncSession, guild_id: int, user_id: int) -> list[NamingPost]:
    """The panels of evenings on which somebody speaks."""
    rows = await session.execute(
        select(MeetingRow.id, MeetingRow.channel_id, MeetingRow.message_id).where(
            MeetingRow.guild_id == guild_id,
            MeetingRow.message_id.is_not(None),
            MeetingRow.id.in_(
                select(TalkRow.meeting_id).where(
                    TalkRow.guild_id == guild_id, TalkRow.user_id == user_id
                )
            ),
        )
    )
    return [NamingPost(row.channel_id, row.message_id, PANEL, row.id) for row in rows]


async def _talks(session: AsyncSession, guild_id: int, *wanted: ColumnElement[bool]) -> list[Talk]:
    """Talks of members who are here, in the order in which they were proposed; one statement."""
    rows = await session.execute(
        select(
            *TalkRow.__table__.c,
            MeetingRow.starts_at,
            MeetingRow.ends_at,
            MeetingRow.ended_at,
            MeetingRow.is_cancelled,
        )
        .join(MemberRow, is_of_member_here(TalkRow.guild_id, TalkRow.user_id))
        .outerjoin(
            MeetingRow,
            and_(MeetingRow.guild_id == TalkRow.guild_id, MeetingRow.id == TalkRow.meeting_id),
        )
        .where(TalkRow.guild_id == guild_id, *wanted)
        .order_by(TalkRow.proposed_at, TalkRow.id)
    )
    return [_talk(row) for row in rows]


def _talk(row: Any) -> Talk:
    is_on = row.meeting_id is not None and not row.is_cancelled
    return Talk(
        id=row.id,
        guild_id=row.guild_id,
        speaker_id=row.user_id,
        title=row.title,
        about=row.about,
        minutes=row.minutes,
        slides=row.slides,
        recording=row.recording,
        meeting_id=row.meeting_id if is_on else None,
        position=row.position,
        starts_at=row.starts_at if is_on else None,
        ends_at=row.ends_at if is_on else None,
        is_held=is_on and row.ended_at is not None,
        is_closed=row.closed_at is not None,
        has_result=row.has_result,
    )


def _when(talk: Talk) -> tuple[datetime, int]:
    assert talk.starts_at is not None, "only talks of evenings have an order in time"
    return talk.starts_at, talk.position
