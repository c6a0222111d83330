"""The feeds job: reads each category's feed when it is due, and tells its troubles apart.

One category's failure never keeps another from being read (A4).
"""

from __future__ import annotations

import asyncio
import logging
from datetime import date, datetime, timedelta
from urllib.parse import quote

from bot.arxiv import feed_queries, feeds, ingest
from bot.arxiv.api import ArxivApi
from bot.arxiv.feeds import FeedFault
from bot.arxiv.rules.calendar import batch_of, submissions_of
from bot.arxiv.values import Feed
from bot.clock import Clock
from bot.db import Database
from bot.fetch import Fetched, Fetcher, FetchError, Refused, TooSoon
from bot.log import new_reference
from bot.worker import Worker

log = logging.getLogger(__name__)


class FeedPoller:
    """Reads the feeds that groups follow. ``rss_url`` holds ``{category}``."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        fetcher: Fetcher,
        worker: Worker,
        api: ArxivApi,
        rss_url: str,
    ) -> None:
        """Wire the parts."""
        self._db = db
        self._clock = clock
        self._fetcher = fetcher
        self._worker = worker
        self._api = api
        self._rss_url = rss_url
        self._turn = asyncio.Lock()

    async def next_due(self) -> datetime | None:
        """When the next feed is to be read."""
        async with self._db.read() as session:
            due = await feed_queries.next_poll(session)
        waits_until = self._fetcher.left_alone_until(self._rss_url)
        return due if due is None or waits_until is None else max(due, waits_until)

    async def run_due(self) -> None:
        """Read every feed that is due, one after the other; a second caller waits for the first.

        While their site wants to be left alone, they stay due: waiting is no failure of theirs, and
        afterwards the one that has waited longest comes first.
        """
        async with self._turn:
            due = await self.next_due()
            if due is None or due > self._clock.now():
                return
            while self._may_ask() and (feed := await self._claim()) is not None:
                await self._poll(feed)

    async def set_right(self) -> None:
        """Pull back feeds that are due later than they ever should be; see `ingest.set_right`."""
        async with self._db.begin() as session:
            await ingest.set_right(session, self._clock.now())

    def _may_ask(self) -> bool:
        return self._fetcher.left_alone_until(self._rss_url) is None

    async def _claim(self) -> Feed | None:
        async with self._db.begin() as session:
            return await ingest.claim(session, self._clock.now())

    async def _poll(self, feed: Feed) -> None:
        try:
            await self._read(feed)
        except TooSoon as error:
            # Something else at this site was told so while this one took its turn.
            log.info("The feed of %s: %s", feed.category, error)
            await self._release(feed)
        except (FetchError, FeedFault) as error:
            log.info("The feed of %s: %s", feed.category, error)
            wait = error.retry_after if isinstance(error, Refused) else None
            await self._record_failure(feed, _note(error), wait)
        except asyncio.CancelledError:
            # The bot stops: whoever comes next need not wait for the claim to run out.
            await self._release(feed)
            raise
        except Exception:  # one category may never stop the others
            reference = new_reference()
            log.exception("Reference %s: the feed of %s", reference, feed.category)
            await self._record_failure(feed, f"something broke on my side, reference {reference}")
        else:
            await self._release(feed)

    async def _release(self, feed: Feed) -> None:
        async with self._db.begin() as session:
            await ingest.release(session, feed)

    async def _read(self, feed: Feed) -> None:
        url = self._rss_url.replace("{category}", quote(feed.category))
        page = await self._fetcher.get(url, etag=feed.etag, last_modified=feed.last_modified)
        if isinstance(page, Fetched):
            await self._take_in(feed, page)
        else:
            async with self._db.begin() as session:
                await ingest.unchanged(session, feed, self._clock.now())
        async with self._db.read() as session:
            (after,) = await feed_queries.feeds(session, [feed.category])
        if after.missing is not None:
            await self._catch_up(after, after.missing)

    async def _take_in(self, feed: Feed, page: Fetched) -> None:
        batch = await feeds.read(self._worker, page.body, page.content_type)
        async with self._db.begin() as session:
            await ingest.take_in(
                session,
                feed,
                batch,
                etag=page.etag,
                last_modified=page.last_modified,
                now=self._clock.now(),
            )

    async def _catch_up(self, feed: Feed, missing: tuple[date, date]) -> None:
        """Ask the API for what was announced on the missing dates, and store each page at once.

        If it fails in the middle, the gap stays from the day that it had come to.
        """
        since, until = submissions_of(missing[0])[0], submissions_of(missing[1])[1]
        found = 0
        try:
            async for papers in self._api.submitted(feed.category, since, until):
                found += len(papers)
                dated = [(paper.entry, batch_of(paper.submitted_at)) for paper in papers]
                async with self._db.begin() as session:
                    await ingest.fill_gap(session, feed, dated, self._clock.now())
        except FetchError as error:
            log.info("Catching up on %s has to wait: %s", feed.category, error)
            async with self._db.begin() as session:
                await ingest.keep_gap(session, feed, self._clock.now())
            return
        async with self._db.begin() as session:
            await ingest.end_gap(session, feed, self._clock.now(), was_empty=not found)
        log.info("Caught up on %s: %d papers", feed.category, found)

    async def _record_failure(self, feed: Feed, note: str, wait: timedelta | None = None) -> None:
        async with self._db.begin() as session:
            await ingest.failed(session, feed, note, wait=wait, now=self._clock.now())


def _note(error: Exception) -> str:
    """The trouble in a few words, for organisers."""
    if isinstance(error, Refused) and feeds.is_error_feed(error.body):
        return "arXiv does not know this category"
    return str(error)
