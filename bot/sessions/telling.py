"""Telling those who come: before a meeting begins, and when it was moved or called off.

One delivery of the group's finds those who come at that moment, and lets one fall due for each of
them; so a meeting with many costs no more to move than one with few.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.groups import service as groups
from bot.groups.values import Member
from bot.scheduling import (
    Delivery,
    NothingToSend,
    NotYet,
    Once,
    put,
)
from bot.sessions import queries, rules
from bot.sessions.values import MESSAGE, Meeting, TellSubject, Told, Why

LATENESS = timedelta(hours=12)
"""News of a meeting that is later than this is none any more."""

_INSTANT = timedelta(microseconds=1)


async def tell(session: AsyncSession, delivery: Delivery, *, now: datetime) -> int:
    """Let a message fall due for each who comes; gives for how many. Safe to run again.

    It is due by when this delivery was, so that a second run lets none fall due once more.

    Raises:
        NothingToSend: it was changed once more since, or there is nothing to say any more.
    """
    subject = TellSubject.read(delivery.subject)
    meeting = await _meeting(session, delivery.guild_id, subject, now)
    count = 0
    for user_id in await queries.coming_members(session, delivery.guild_id, meeting.id):
        member = await groups.get_member(session, delivery.guild_id, user_id)
        at = _when(member, meeting, subject.why, delivery.due_at)
        if at is None:
            continue
        count += 1
        await put(
            session,
            delivery.guild_id,
            kind=MESSAGE,
            rule=Once(at, member.zone),
            after=at - _INSTANT,
            user_id=user_id,
            subject=delivery.subject,
        )
    return count


async def to_send(
    session: AsyncSession, delivery: Delivery, *, now: datetime
) -> tuple[Member, Told]:
    """What a message to one who comes carries, as things stand now.

    Raises:
        NothingToSend: they are gone, do not come any more, stopped messages or rest, or it was
            changed once more.
        NotYet: they have quiet hours.
    """
    assert delivery.user_id is not None, "these messages belong to members"
    subject = TellSubject.read(delivery.subject)
    try:
        member = await groups.get_member(session, delivery.guild_id, delivery.user_id)
    except UserError as error:
        raise NothingToSend from error
    meeting = await _meeting(session, delivery.guild_id, subject, now)
    if delivery.user_id not in meeting.coming:
        raise NothingToSend
    at = _when(member, meeting, subject.why, now)
    if at is None:
        raise NothingToSend
    if at > now:
        raise NotYet(at - now)
    return member, Told(meeting, subject.why)


async def _meeting(
    session: AsyncSession, guild_id: int, subject: TellSubject, now: datetime
) -> Meeting:
    try:
        meeting = await queries.get_meeting(session, guild_id, subject.meeting_id)
    except UserError as error:
        raise NothingToSend from error
    if subject.why is Why.SOON:
        begins = meeting.starts_at - rules.BEFORE <= now < meeting.starts_at
        is_news = not meeting.is_over and begins
    else:
        is_news = meeting.revision == subject.revision and meeting.starts_at > now
    if not is_news:
        raise NothingToSend
    return meeting


def _when(member: Member, meeting: Meeting, why: Why, now: datetime) -> datetime | None:
    if why is Why.SOON:
        return rules.tells_at(member, meeting, now)
    return rules.news_at(member, now)
