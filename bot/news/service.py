"""Use cases of newsletters: follow one, no longer, and keep which headlines were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.groups.audit import record
from bot.groups.audit_rules import Change
from bot.groups.values import OrganiserCaller
from bot.inputs.links import address_key
from bot.inputs.search import pick
from bot.inputs.text import comparable
from bot.news import ingest
from bot.news.audited import NEWSLETTER
from bot.news.models import HeadlineRow, NewsFollowRow
from bot.news.queries import followed, news, suggestions
from bot.news.rules.addresses import feed_address
from bot.news.values import FollowedFeed, FoundFeed, Headline, NewsChanged
from bot.plans import queries as plans

MAX_FEEDS = 10
"""Feeds that a group can follow."""

_TOLD_FOR = timedelta(days=90)
"""How long it is kept that a headline was told; a feed may repeat itself."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The feed that somebody wants to add; ``known`` is it where the group follows it already."""

    address: str
    known: FollowedFeed | None


async def wanted(
    session: AsyncSession, caller: OrganiserCaller, typed: str, named: Sequence[str] = ()
) -> Wanted:
    """What ``typed`` means: an address, or the name of a feed that is suggested.

    Raises:
        NotSetUp: the server has no group.
        UserError: it is no address, or there is no room; it carries what was typed.
    """
    suggested = suggestions(await plans.current(session, caller.guild_id), named)
    # By its whole name: another site is not asked for what is merely alike.
    by_name = {name: each.url for each in suggested for name in (each.key, comparable(each.title))}
    address = by_name.get(comparable(typed)) or feed_address(typed)
    feeds = await followed(session, caller.guild_id, caller.now)
    for feed in feeds:
        if address_key(feed.url) == address_key(address):
            return Wanted(address, feed)
    _require_room(len(feeds), typed)
    return Wanted(address, None)


async def add(
    session: AsyncSession,
    caller: OrganiserCaller,
    address: str,
    found: FoundFeed,
    named: Sequence[str] = (),
) -> NewsChanged:
    """Follow the feed that was ``found`` at ``address``; one that is followed already stays.

    Raises:
        NotSetUp: the server has no group.
        UserError: there is no room.
    """
    await groups.lock_group(session, caller.guild_id)
    feed_id = await ingest.know(session, address, found, caller.now)
    mine = NewsFollowRow.guild_id == caller.guild_id
    is_known = await session.get(NewsFollowRow, (caller.guild_id, feed_id)) is not None
    if not is_known:
        count = await session.scalar(select(func.count()).select_from(NewsFollowRow).where(mine))
        _require_room(count or 0, address)
        session.add(NewsFollowRow(guild_id=caller.guild_id, feed_id=feed_id, added_at=caller.now))
        await session.flush()
    now = await news(session, caller, named)
    added = next(feed for feed in now.feeds if feed.id == feed_id)
    if not is_known:
        await _record(session, caller, Change(NEWSLETTER.name, None, added.title))
    return NewsChanged(
        now=now,
        added=added,
        entries=len(found.feed.items),
        was_known=is_known,
    )


async def remove(
    session: AsyncSession, caller: OrganiserCaller, typed: str, named: Sequence[str] = ()
) -> NewsChanged:
    """Follow the feed that ``typed`` means no longer: its number, title or address.

    Raises:
        NotSetUp: the server has no group.
        NotFound: the group follows none such.
    """
    await groups.lock_group(session, caller.guild_id)
    feeds = await followed(session, caller.guild_id, caller.now)
    feed = _meant(feeds, typed)
    if feed is None:
        raise NotFound(
            "The group follows no such newsletter. `/news list` shows those that it follows."
        )
    await session.execute(
        delete(NewsFollowRow).where(
            NewsFollowRow.guild_id == caller.guild_id, NewsFollowRow.feed_id == feed.id
        )
    )
    await _record(session, caller, Change(NEWSLETTER.name, feed.title, None))
    return NewsChanged(now=await news(session, caller, named), removed=feed)


async def record_told(
    session: AsyncSession, guild_id: int, day: date, told: Sequence[Headline], now: datetime
) -> None:
    """Keep that the group's messages for a local date hold these headlines. Safe to repeat."""
    if not told:
        return
    rows = [
        {
            "guild_id": guild_id,
            "key": each.key,
            "link_key": each.link_key,
            "told_on": day,
            "place": place,
            "title": each.title,
            "link": each.link,
            "source": each.source,
            "appeared_at": each.at,
        }
        for place, each in enumerate(told)
    ]
    await session.execute(insert(session, HeadlineRow).values(rows).on_conflict_do_nothing())
    await session.execute(
        delete(HeadlineRow).where(
            HeadlineRow.guild_id == guild_id, HeadlineRow.told_on < now.date() - _TOLD_FOR
        )
    )


async def _record(session: AsyncSession, caller: OrganiserCaller, change: Change) -> None:
    await record(session, caller.guild_id, [change], by=caller.user_id, now=caller.now)


def _meant(feeds: Sequence[FollowedFeed], typed: str) -> FollowedFeed | None:
    by_key = {str(feed.id): feed for feed in feeds}
    key = pick([(str(feed.id), feed.title) for feed in feeds], typed)
    if key is None:
        try:
            wanted_key = address_key(feed_address(typed))
        except UserError:
            return None
        return next((feed for feed in feeds if address_key(feed.url) == wanted_key), None)
    return by_key[key]


def _require_room(count: int, typed: str) -> None:
    if count >= MAX_FEEDS:
        raise UserError(
            f"The group follows {MAX_FEEDS} newsletters, and more do not fit. `/news remove` makes "
            "room.",
            typed=typed,
        )
