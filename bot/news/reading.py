"""The newsletters job: reads each feed when it is due, once for all groups that follow it."""

from __future__ import annotations

from datetime import datetime

from bot.clock import Clock
from bot.db import Database
from bot.named_pages import PageReader
from bot.news import ingest
from bot.news.source import FeedSource
from bot.news.values import DueFeed, FoundFeed


def news_reader(db: Database, clock: Clock, source: FeedSource) -> PageReader[DueFeed, FoundFeed]:
    """Reads the feeds that groups follow. Nothing of a feed stands in the log but its address."""
    return PageReader(
        db,
        clock,
        source,
        ingest,
        store=_store,
        title=lambda feed: f"The newsletter at {feed.url}",
    )


async def _store(db: Database, feed: DueFeed, found: FoundFeed | None, now: datetime) -> None:
    async with db.begin() as session:
        if found is None:
            await ingest.unchanged(session, feed, now)
        else:
            await ingest.take_in(session, feed.id, found, now)
