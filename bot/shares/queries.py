"""Reads of shares: one's own, the group's released ones, what of one is to be posted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.achievements import Achievement
from bot.errors import NotFound
from bot.facts import Fact
from bot.groups.models import MemberRow, is_of_member_here
from bot.groups.values import Member, MemberCaller
from bot.milestones.queries import my_board
from bot.milestones.rules import counting
from bot.milestones.values import Countable, PeriodCount
from bot.public_panels import PostedMessage
from bot.releases import read_release
from bot.scheduling import Delivery
from bot.shares.models import ShareRow
from bot.shares.values import MyShare, Share, ShareList, ShareText

_NOT_THERE = "I do not find that share here. `/share list` has yours and the group's."
_LISTED = 200
_NEWEST_FIRST = (ShareRow.released_at.desc(), ShareRow.id.desc())


async def my_list(session: AsyncSession, caller: MemberCaller) -> ShareList:
    """The caller's shares, and those that the group's members released."""
    mine = _shares(caller.guild_id, ShareRow.user_id == caller.user_id)
    mine = mine.order_by(ShareRow.shared_on.desc(), ShareRow.id.desc())
    released = _shares(caller.guild_id, _can_be_seen()).order_by(*_NEWEST_FIRST)
    return ShareList(
        await _read(session, mine.limit(_LISTED)),
        await _read(session, released.limit(_LISTED)),
        await period_count(session, caller),
    )


async def mine(session: AsyncSession, caller: MemberCaller, share_id: int) -> MyShare:
    """One of the caller's own shares.

    Raises:
        NotFound: they have none with this id here.
    """
    share = await own(session, caller, share_id)
    return MyShare(share, await period_count(session, caller))


async def own(session: AsyncSession, caller: MemberCaller, share_id: int) -> Share:
    """As `mine`, the share alone."""
    theirs = (ShareRow.id == share_id, ShareRow.user_id == caller.user_id)
    return await _one(session, _shares(caller.guild_id, *theirs))


async def released(session: AsyncSession, guild_id: int, share_id: int) -> Share:
    """A share that the group can see.

    Raises:
        NotFound: there is none with this id here.
    """
    return await _one(session, _shares(guild_id, ShareRow.id == share_id, _can_be_seen()))


async def released_between(
    session: AsyncSession, guild_id: int, since: datetime, until: datetime
) -> tuple[Share, ...]:
    """The shares that were released in this time and still are, the newest first."""
    then = (ShareRow.released_at >= since, ShareRow.released_at < until)
    found = _shares(guild_id, _can_be_seen(), *then).order_by(*_NEWEST_FIRST)
    return await _read(session, found.limit(_LISTED))


async def unposted(session: AsyncSession, caller: MemberCaller) -> Share | None:
    """The newest of the caller's released shares that could not be posted."""
    theirs = (ShareRow.user_id == caller.user_id, ShareRow.trouble.is_not(None))
    found = _shares(caller.guild_id, *theirs).order_by(*_NEWEST_FIRST).limit(1)
    return next(iter(await _read(session, found)), None)


async def to_post(session: AsyncSession, delivery: Delivery) -> Share | None:
    """The share that a delivery is to post.

    None: it was taken back or released anew meanwhile, is posted, or its member left.
    """
    release = read_release(delivery.subject)
    still = (
        ShareRow.id == release.thing_id,
        ShareRow.releases == release.number,
        ShareRow.message_id.is_(None),
    )
    found = await _read(session, _shares(delivery.guild_id, *still, _can_be_seen()))
    return found[0] if found else None


async def period_count(session: AsyncSession, caller: MemberCaller) -> PeriodCount:
    """How the caller's shares of the present period stand with the plan (C4, P11)."""
    rows = await session.execute(
        select(ShareRow.id, ShareRow.shared_on, ShareRow.counted_as, ShareRow.counted_number).where(
            ShareRow.guild_id == caller.guild_id, ShareRow.user_id == caller.user_id
        )
    )
    board = await my_board(session, caller)
    return counting.period_count(board, "shares", [Countable(*row) for row in rows])


async def achievements(session: AsyncSession, member: Member) -> list[Achievement]:
    """The shares that a member logged, the oldest first, with what counted them (U1)."""
    rows = await session.execute(
        select(
            ShareRow.title,
            ShareRow.shared_on,
            ShareRow.link,
            ShareRow.counted_as,
            ShareRow.counted_number,
        )
        .where(ShareRow.guild_id == member.guild_id, ShareRow.user_id == member.user_id)
        .order_by(ShareRow.shared_on, ShareRow.id)
    )
    return [
        Achievement(
            kind="share",
            counts="shares",
            title=title,
            day=day,
            link=link,
            counted=counting.counted_at(milestone_id, number),
        )
        for title, day, link, milestone_id, number in rows
    ]


async def group_facts(
    session: AsyncSession, guild_id: int, since: datetime, until: datetime
) -> list[Fact]:
    """How many shares were released in that time and not taken back; all could be seen."""
    count = await session.scalar(
        select(func.count())
        .select_from(ShareRow)
        .where(
            ShareRow.guild_id == guild_id,
            ShareRow.released_at >= since,
            ShareRow.released_at < until,
        )
    )
    return [Fact(count or 0, "knowledge share released", "knowledge shares released")]


def _can_be_seen() -> ColumnElement[bool]:
    """Whether the group can see a share: it is released, and its member here."""
    member_is_here = exists(
        select(MemberRow.user_id)
        .where(is_of_member_here(ShareRow.guild_id, ShareRow.user_id))
        .correlate(ShareRow)
    )
    return ShareRow.released_at.is_not(None) & member_is_here


def _shares(guild_id: int, *which: ColumnElement[bool]) -> Select[ShareRow]:
    return select(ShareRow).where(ShareRow.guild_id == guild_id, *which)


async def _read(session: AsyncSession, query: Select[ShareRow]) -> tuple[Share, ...]:
    found = await session.scalars(query.execution_options(populate_existing=True))
    return tuple(map(_share, found))


async def _one(session: AsyncSession, query: Select[ShareRow]) -> Share:
    found = await _read(session, query)
    if not found:
        raise NotFound(_NOT_THERE)
    return found[0]


def _share(row: ShareRow) -> Share:
    post = None
    if row.channel_id is not None and row.message_id is not None:
        post = PostedMessage(row.channel_id, row.message_id)
    return Share(
        row.id,
        row.guild_id,
        row.user_id,
        ShareText(row.kind, row.title, row.link, row.shared_on, row.audience),
        row.released_at,
        post,
        row.trouble,
    )
