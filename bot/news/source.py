"""Reading a newsletter: fetched within limits, parsed in the worker, or refused in words."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable
from datetime import timedelta

from bot.clock import Clock
from bot.errors import SyllabotError, WorkerError, WorkerTimeout
from bot.fetch import Fetcher, FetchError, NotModified, Refused, TooSoon
from bot.inputs.links import MAX_LINK, address_key
from bot.log import new_reference
from bot.news.values import FoundFeed, NotAFeed, Offer, ParsedFeed
from bot.worker import Worker

MAX_BYTES = 5 * 1024 * 1024
"""The largest feed taken, after decompression."""

FETCH_SECONDS = 10.0
"""How long a site may take for its answer, wherever it leads."""

PARSE_SECONDS = 10.0

log = logging.getLogger(__name__)


class FeedTrouble(SyllabotError):
    """A feed cannot be used. The text is a few words about it, fit for organisers.

    ``offers`` are feeds that the page there names; ``wait`` is how long its site asks to wait.
    """

    def __init__(
        self, text: str, *, offers: tuple[Offer, ...] = (), wait: timedelta | None = None
    ) -> None:
        """Keep what may help."""
        super().__init__(text)
        self.offers = offers
        self.wait = wait


class FeedSource:
    """Reads newsletters. ``named`` are the settings' feeds, which may be at private addresses.

    Nothing else is read there, though an organiser names it or a feed leads to it.
    """

    def __init__(
        self,
        clock: Clock,
        worker: Worker,
        *,
        named: Iterable[str] = (),
        gap_seconds: float,
        fetch_seconds: float = FETCH_SECONDS,
    ) -> None:
        """Wire it; nothing connects yet."""
        known = tuple(named)
        self._worker = worker
        self._named_keys = {address_key(url) for url in known}
        self._named, self._open = (
            Fetcher(
                clock,
                gap_seconds=gap_seconds,
                named=allowed,
                max_bytes=MAX_BYTES,
                timeout_seconds=fetch_seconds,
            )
            for allowed in (known, ())
        )

    async def read(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FoundFeed | None:
        """The feed at ``url``; None when it has not changed since ``etag`` or ``last_modified``.

        Raises:
            FeedTrouble: there is none that can be used.
            TooSoon: its site wants to be left alone for a while.
        """
        fetcher = self._named if address_key(url) in self._named_keys else self._open
        try:
            page = await fetcher.get(url, etag=etag, last_modified=last_modified)
        except TooSoon:
            raise
        except FetchError as error:
            wait = error.retry_after if isinstance(error, Refused) else None
            raise FeedTrouble(str(error), wait=wait) from error
        if isinstance(page, NotModified):
            return None
        # A longer address than can be kept is not that of a feed that moved.
        found_at = page.url if len(page.url) <= MAX_LINK else url
        found = await self._parse(page.body, page.content_type, found_at)
        if isinstance(found, NotAFeed):
            raise FeedTrouble(found.text, offers=found.offers)
        return FoundFeed(found_at, found, page.etag, page.last_modified)

    async def _parse(self, body: bytes, content_type: str, url: str) -> ParsedFeed | NotAFeed:
        try:
            return await self._worker.run(_parse, body, content_type, url, timeout=PARSE_SECONDS)
        except WorkerTimeout:
            return NotAFeed("it took too long to read")
        except WorkerError:
            return NotAFeed("it could not be read")
        except Exception as error:  # noqa: BLE001 - whatever a feed's content makes a library raise
            # Where it broke, and none of the texts: those are the feed's.
            where = "".join(traceback.format_tb(error.__traceback__))
            reference = new_reference()
            log.error("Reference %s: %s at %s\n%s", reference, type(error).__name__, url, where)
            return NotAFeed(f"something broke on my side, reference {reference}")

    async def close(self) -> None:
        """Close the connections."""
        await self._named.close()
        await self._open.close()


def _parse(body: bytes, content_type: str, url: str) -> ParsedFeed | NotAFeed:
    from bot.news.feed_parser import parse  # noqa: PLC0415 - for the worker alone: it loads feedparser

    return parse(body, content_type, url)
