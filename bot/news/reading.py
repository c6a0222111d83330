"""The newsletters job: reads each feed when it is due, once for all groups that follow it.

One feed's failure never keeps another from being read. Nothing of a feed stands in the log but its
address.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from bot.clock import Clock
from bot.db import Database
from bot.fetch import TooSoon
from bot.news import ingest
from bot.news.source import FeedSource, FeedTrouble
from bot.news.values import DueFeed

log = logging.getLogger(__name__)


class NewsReader:
    """Reads the feeds that groups follow, one after the other."""

    def __init__(self, db: Database, clock: Clock, source: FeedSource) -> None:
        """Wire the parts."""
        self._db = db
        self._clock = clock
        self._source = source
        self._turn = asyncio.Lock()

    async def next_due(self) -> datetime | None:
        """When the next feed is to be read."""
        async with self._db.read() as session:
            return await ingest.next_due(session)

    async def run_due(self) -> None:
        """Read every feed that is due; a second caller waits for the first."""
        async with self._turn:
            due = await self.next_due()
            if due is None or due > self._clock.now():
                return
            while (feed := await self._claim()) is not None:
                await self._read(feed)

    async def set_right(self) -> None:
        """Pull back feeds that are due later than they ever should be; see `ingest.set_right`."""
        async with self._db.begin() as session:
            await ingest.set_right(session, self._clock.now())

    async def _claim(self) -> DueFeed | None:
        async with self._db.begin() as session:
            return await ingest.claim(session, self._clock.now())

    async def _read(self, feed: DueFeed) -> None:
        try:
            found = await self._source.read(
                feed.url, etag=feed.etag, last_modified=feed.last_modified
            )
        except TooSoon as error:
            async with self._db.begin() as session:
                await ingest.put_off(session, feed, error.until)
        except FeedTrouble as error:
            log.info("The newsletter at %s: %s", feed.url, error)
            async with self._db.begin() as session:
                await ingest.failed(session, feed, str(error), error.wait, self._clock.now())
        except asyncio.CancelledError:
            # The bot stops: whoever comes next need not wait for the claim to run out.
            async with self._db.begin() as session:
                await ingest.put_off(session, feed, None)
            raise
        else:
            async with self._db.begin() as session:
                if found is None:
                    await ingest.unchanged(session, feed, self._clock.now())
                else:
                    await ingest.take_in(session, feed.id, found, self._clock.now())
