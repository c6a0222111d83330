"""Reads of newsletters: what a group follows, and which headlines it gets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import InsiderCaller
from bot.inputs.links import address_key, host_of
from bot.news.models import HeadlineRow, NewsFeedRow, NewsFollowRow, NewsItemRow
from bot.news.rules.pace import FRESH, health
from bot.news.values import FollowedFeed, Headline, Health, News, Suggestion
from bot.plans import queries as plans
from bot.plans.values import Plan

MOST = 5
"""Headlines that a message, or a list of the latest, holds."""

_TOPIC, _KIND = "news", "newsletter"
_SETTINGS = "settings-"
# Entries that are looked at, so that there are enough that were not told.
_LOOKED_AT = 200

# The day's messages ask for these, each for all of them: built once, and without what a session
# would do.
_TOLD_ON = (
    select(HeadlineRow.__table__)
    .where(
        HeadlineRow.guild_id == bindparam("guild_id"), HeadlineRow.told_on == bindparam("told_on")
    )
    .order_by(HeadlineRow.place, HeadlineRow.appeared_at.desc(), HeadlineRow.key)
    .limit(MOST)
)
_NEWEST = (
    select(NewsItemRow.__table__, NewsFeedRow.title.label("source"))
    .join_from(NewsItemRow, NewsFeedRow, NewsItemRow.feed_id == NewsFeedRow.id)
    .join(NewsFollowRow, NewsFollowRow.feed_id == NewsFeedRow.id)
    .where(
        NewsFollowRow.guild_id == bindparam("guild_id"),
        NewsItemRow.appeared_at >= bindparam("since"),
        NewsItemRow.appeared_at <= bindparam("now"),
    )
    .order_by(
        NewsItemRow.appeared_at.desc(), NewsItemRow.place, NewsItemRow.feed_id, NewsItemRow.key
    )
    .limit(_LOOKED_AT)
)
_UNTOLD = _NEWEST.where(
    ~select(HeadlineRow.key)
    .where(
        HeadlineRow.guild_id == bindparam("guild_id"),
        (HeadlineRow.key == NewsItemRow.key) | (HeadlineRow.link_key == NewsItemRow.link_key),
    )
    .exists()
)


async def headlines(
    session: AsyncSession, guild_id: int, now: datetime, day: date | None = None
) -> tuple[Headline, ...]:
    """The newest entries that the group was not told of, at most ``MOST``, none too old.

    For a local date ``day`` whose messages began to go out already, those that they held: all
    members read the same.
    """
    if day is not None:
        told = await told_on(session, guild_id, day)
        if told:
            return told
    return await _newest(session, guild_id, now, untold=True)


async def told_on(session: AsyncSession, guild_id: int, day: date) -> tuple[Headline, ...]:
    """The headlines of the messages for a local date; none where none went out."""
    connection = await session.connection()
    rows = await connection.execute(_TOLD_ON, {"guild_id": guild_id, "told_on": day})
    return tuple(
        Headline(row.key, row.link_key, row.title, row.link, row.source, row.appeared_at)
        for row in rows
    )


async def news(session: AsyncSession, caller: InsiderCaller, named: Sequence[str] = ()) -> News:
    """The group's newsletters; ``named`` are feeds that the settings suggest.

    Raises:
        NotSetUp: the server has no group.
    """
    plan = await plans.current(session, caller.guild_id)
    feeds = await followed(session, caller.guild_id, caller.now)
    latest = await _newest(session, caller.guild_id, caller.now) if feeds else ()
    keys = {address_key(feed.url) for feed in feeds}
    return News(
        feeds=feeds,
        latest=latest,
        weekdays=tuple(sorted(_news_days(plan))),
        suggested=tuple(
            each for each in suggestions(plan, named) if address_key(each.url) not in keys
        ),
        without_feed=tuple(
            each.title for each in plan.resources if each.id in _of_news(plan) and not each.feed
        ),
    )


async def followed(session: AsyncSession, guild_id: int, now: datetime) -> tuple[FollowedFeed, ...]:
    """The feeds that a group follows, the first ones first."""
    rows = await session.execute(
        select(NewsFeedRow.__table__)
        .join_from(NewsFollowRow, NewsFeedRow, NewsFollowRow.feed_id == NewsFeedRow.id)
        .where(NewsFollowRow.guild_id == guild_id)
        .order_by(NewsFollowRow.added_at, NewsFeedRow.id)
    )
    return tuple(followed_from(row, now) for row in rows)


async def dead_feeds(session: AsyncSession, guild_id: int, now: datetime) -> list[FollowedFeed]:
    """Those of a group's feeds that have failed for a week."""
    found = await followed(session, guild_id, now)
    return [feed for feed in found if feed.health is Health.DEAD]


def followed_from(row: Row[Any] | NewsFeedRow, now: datetime) -> FollowedFeed:
    """The value of a feed's row."""
    return FollowedFeed(
        id=row.id,
        url=row.url,
        title=row.title,
        read_at=row.read_at,
        health=health(row.failing_since, now),
        trouble=row.trouble,
        failing_since=row.failing_since,
    )


def suggestions(plan: Plan, named: Iterable[str]) -> list[Suggestion]:
    """Feeds that a group may want: those that its plan names, then those of the settings."""
    of_plan = [Suggestion(each.id, each.title, each.feed) for each in plan.resources if each.feed]
    of_settings = [
        Suggestion(f"{_SETTINGS}{number}", host_of(url), url)
        for number, url in enumerate(named, start=1)
    ]
    return [*of_plan, *of_settings]


def _news_days(plan: Plan) -> set[int]:
    return {day.weekday for day in plan.routine if day.topic == _TOPIC}


def _of_news(plan: Plan) -> set[str]:
    """The ids of the newsletters that the plan names on its days of news."""
    named = {one for day in plan.routine if day.topic == _TOPIC for one in day.resources}
    return {each.id for each in plan.resources if each.id in named and each.kind == _KIND}


async def _newest(
    session: AsyncSession, guild_id: int, now: datetime, *, untold: bool = False
) -> tuple[Headline, ...]:
    """The newest entries of the feeds that a group follows; each link once."""
    connection = await session.connection()
    wanted = {"guild_id": guild_id, "since": now - FRESH, "now": now}
    rows = await connection.execute(_UNTOLD if untold else _NEWEST, wanted)
    by_link: dict[str, Headline] = {}
    for row in rows:
        headline = Headline(row.key, row.link_key, row.title, row.link, row.source, row.appeared_at)
        by_link.setdefault(row.link_key, headline)
    return tuple(by_link.values())[:MOST]
