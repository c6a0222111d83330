"""The weekly digest: lines that members released of their weeks, and nothing of anybody else."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.groups import queries as groups
from bot.groups.models import GroupRow, MemberRow, is_of_member_here
from bot.groups.values import Group, MemberCaller
from bot.held import NamingPost
from bot.routine.models import WeekLogRow
from bot.routine.week_values import POSTED_DIGEST, Digest, ReleasedLine
from bot.scheduling import Delivery, SentMessage, Weekly, last_sent, put, sent_messages
from bot.scheduling.models import ScheduleRow

DIGEST = "routine.digest"
DIGEST_WEEKDAY, DIGEST_AT = 6, time(19)
"""It comes on Sunday evening in the group's zone, an hour after the week's wins."""

SHOWN_DAYS = 7
"""So far back the command looks."""

_FURTHEST = timedelta(weeks=4)


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
    lines = await _until(session, delivery.guild_id, delivery.due_at)
    return Digest(group.announcements_channel_id, lines)


async def posted_digest(
    session: AsyncSession, guild_id: int, delivery_id: int
) -> tuple[Digest, SentMessage]:
    """A digest that was posted, with the lines that are still released, and its message.

    Raises:
        NotFound: there is no such digest.
    """
    found = await sent_messages(session, guild_id, kind=DIGEST, delivery_id=delivery_id)
    if not found:
        raise NotFound("That digest is not here any more. `/routine digest` has the latest lines.")
    (sent,) = found
    return Digest(sent.channel_id, await _until(session, guild_id, sent.due_at)), sent


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


async def _until(session: AsyncSession, guild_id: int, until: datetime) -> tuple[ReleasedLine, ...]:
    """The lines released since the digest before the one that was due at ``until``."""
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
