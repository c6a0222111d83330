"""The weekly digest: lines that members released of their weeks, and nothing of anybody else.

One that is posted follows what its members do: a line that is taken back or changed, or whose
member left, is edited out of it or anew.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import queries as groups
from bot.groups.models import GroupRow, MemberRow, is_of_member_here
from bot.groups.values import Group, Member, MemberCaller
from bot.public_panels import NamingPost
from bot.routine.models import WeekLogRow
from bot.routine.week_values import POSTED_DIGEST, Digest, PostedDigest, ReleasedLine
from bot.scheduling import (
    Delivery,
    NothingToSend,
    TryLater,
    Weekly,
    deliveries_of,
    last_sent,
    put,
    put_now,
    sent_messages,
)
from bot.scheduling.models import DeliveryRow, DeliveryStatus, ScheduleRow

DIGEST = "routine.digest"
DIGEST_AGAIN = "routine.digest_again"
"""A digest that is posted is brought up to date; the subject is the id of its delivery."""

DIGEST_WEEKDAY, DIGEST_AT = 6, time(19)
"""It comes on Sunday evening in the group's zone, an hour after the week's wins."""

SHOWN_DAYS = 7
"""So far back the command looks."""

_FURTHEST = timedelta(weeks=4)
_BEGUN = (DeliveryStatus.SENT, DeliveryStatus.SENDING, DeliveryStatus.RETRY)


async def schedule_digest(session: AsyncSession, group: Group, now: datetime) -> None:
    """Put the group's weekly digest. Safe to run again."""
    rule = Weekly(frozenset({DIGEST_WEEKDAY}), DIGEST_AT, group.zone)
    await put(session, group.guild_id, kind=DIGEST, rule=rule, after=now)


async def schedule_missing(session: AsyncSession, now: datetime) -> None:
    """Put the digest of groups that were set up before there was one."""
    has_one = exists().where(ScheduleRow.guild_id == GroupRow.guild_id, ScheduleRow.kind == DIGEST)
    for guild_id in list(await session.scalars(select(GroupRow.guild_id).where(~has_one))):
        await schedule_digest(session, await groups.get_group(session, guild_id), now)


async def digest(session: AsyncSession, delivery: Delivery) -> Digest:
    """What a digest's delivery carries: the lines released since the last one that was sent.

    That is a week; more where some could not be sent, up to four weeks.

    Raises:
        NotSetUp: the server has no group.
    """
    group = await groups.get_group(session, delivery.guild_id)
    lines = await _lines_until(session, delivery.guild_id, delivery.due_at)
    return Digest(group.announcements_channel_id, lines)


async def posted_digest(session: AsyncSession, guild_id: int, delivery_id: int) -> PostedDigest:
    """A digest that was posted, with the lines that it is to have now.

    Raises:
        NothingToSend: that delivery has posted none, and will not.
        TryLater: it is on its way.
    """
    about = (
        DeliveryRow.due_at,
        DeliveryRow.status,
        DeliveryRow.channel_id,
        DeliveryRow.message_id,
    )
    found = await session.execute(_begun(guild_id, *about).where(DeliveryRow.id == delivery_id))
    row = found.one_or_none()
    if row is not None and row.status is not DeliveryStatus.SENT:
        raise TryLater
    if row is None or row.message_id is None:
        raise NothingToSend
    lines = await _lines_until(session, guild_id, row.due_at)
    return PostedDigest(delivery_id, row.channel_id, row.message_id, lines)


async def bring_up_to_date(
    session: AsyncSession, member: Member, released_at: datetime, now: datetime
) -> None:
    """Let the digest that has the member's line, released then, be edited, if it is posted."""
    posted = await session.scalar(
        _begun(member.guild_id, DeliveryRow.id)
        .where(DeliveryRow.due_at > released_at, DeliveryRow.due_at <= released_at + _FURTHEST)
        .order_by(DeliveryRow.due_at)
        .limit(1)
    )
    if posted is not None:
        await put_now(
            session,
            member.guild_id,
            kind=DIGEST_AGAIN,
            zone=member.zone,
            now=now,
            subject=str(posted),
        )


async def take_out_of_posted(session: AsyncSession, member: Member, now: datetime) -> None:
    """Let the digests of the last weeks be edited that have lines of a member who is gone."""
    lines = await session.scalars(
        select(WeekLogRow.released_at)
        .where(
            WeekLogRow.guild_id == member.guild_id,
            WeekLogRow.user_id == member.user_id,
            WeekLogRow.released_at > now - _FURTHEST,
        )
        .order_by(WeekLogRow.released_at)
    )
    for released_at in lines.all():
        assert released_at is not None, "it lies in the last weeks"
        await bring_up_to_date(session, member, released_at, now)


async def naming_posts(session: AsyncSession, guild_id: int, user_id: int) -> list[NamingPost]:
    """The digests that may hold a line of theirs."""
    found = await session.execute(
        select(func.min(WeekLogRow.written_at), func.max(WeekLogRow.written_at)).where(
            WeekLogRow.guild_id == guild_id,
            WeekLogRow.user_id == user_id,
            WeekLogRow.line.is_not(None),
        )
    )
    first, last = found.one()
    if first is None or last is None:
        return []
    # A log says when it was changed last; its week can be changed for a few days.
    return [
        NamingPost(each.channel_id, each.message_id, POSTED_DIGEST, each.delivery_id)
        for each in await sent_messages(session, guild_id, kind=DIGEST)
        if first - _FURTHEST <= each.due_at <= last + _FURTHEST
    ]


def _begun(guild_id: int, *about: Any) -> Select[Any]:
    """These columns of the digests that were posted, or are just being."""
    return deliveries_of(guild_id, *about).where(
        ScheduleRow.kind == DIGEST, DeliveryRow.status.in_(_BEGUN)
    )


async def _lines_until(
    session: AsyncSession, guild_id: int, until: datetime
) -> tuple[ReleasedLine, ...]:
    """The lines of the digest that falls due at ``until``."""
    before = await last_sent(session, guild_id, kind=DIGEST, before=until)
    since = max(before or until - _FURTHEST, until - _FURTHEST)
    return await released(session, guild_id, since=since, until=until)


async def recent(session: AsyncSession, caller: MemberCaller) -> tuple[ReleasedLine, ...]:
    """What members of the caller's group released in the last days (`SHOWN_DAYS`)."""
    since = caller.now - timedelta(days=SHOWN_DAYS)
    return await released(session, caller.guild_id, since=since)


async def released(
    session: AsyncSession, guild_id: int, *, since: datetime, until: datetime | None = None
) -> tuple[ReleasedLine, ...]:
    """The lines that members who are here released from ``since`` on, the oldest first."""
    wanted = [WeekLogRow.guild_id == guild_id, WeekLogRow.released_at >= since]
    if until is not None:
        wanted.append(WeekLogRow.released_at < until)
    found = await session.execute(
        select(WeekLogRow.user_id, WeekLogRow.week, WeekLogRow.line, WeekLogRow.released_at)
        .join(MemberRow, is_of_member_here(WeekLogRow.guild_id, WeekLogRow.user_id))
        .where(*wanted)
        .order_by(WeekLogRow.released_at, WeekLogRow.user_id, WeekLogRow.week)
    )
    return tuple(
        ReleasedLine(user_id, week, line, released_at)
        for user_id, week, line, released_at in found
        if line is not None and released_at is not None
    )
