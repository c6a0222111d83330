"""Reading a newsletter: fetched within limits, parsed in the worker, or refused in words."""

from __future__ import annotations

from collections.abc import Iterable

from bot.clock import Clock
from bot.inputs.links import MAX_LINK
from bot.named_pages import FETCH_SECONDS, NamedPages, PageTrouble
from bot.news.values import FoundFeed, NotAFeed, Offer, ParsedFeed
from bot.worker import Worker

MAX_BYTES = 5 * 1024 * 1024
"""The largest feed taken, after decompression."""

PARSE_SECONDS = 10.0


class NoFeed(PageTrouble):
    """A page is no feed. ``offers`` are feeds that it names."""

    def __init__(self, text: str, offers: tuple[Offer, ...]) -> None:
        """Keep what may help."""
        super().__init__(text)
        self.offers = offers


class FeedSource:
    """Reads newsletters. ``named`` are the settings' feeds, which may be at private addresses."""

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
        self._pages = NamedPages(
            clock,
            worker,
            named=named,
            gap_seconds=gap_seconds,
            fetch_seconds=fetch_seconds,
            max_bytes=MAX_BYTES,
        )

    async def read(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FoundFeed | None:
        """The feed at ``url``; None when it has not changed since ``etag`` or ``last_modified``.

        Raises:
            NoFeed: something else stands there.
            PageTrouble: there is none that can be used.
            TooSoon: its site wants to be left alone for a while.
        """
        page = await self._pages.fetch(url, etag=etag, last_modified=last_modified)
        if page is None:
            return None
        # A longer address than can be kept is not that of a feed that moved.
        found_at = page.url if len(page.url) <= MAX_LINK else url
        found = await self._pages.parse(
            _parse,
            page.body,
            page.content_type,
            found_at,
            seconds=PARSE_SECONDS,
            about=f"the newsletter at {found_at}",
        )
        if isinstance(found, NotAFeed):
            raise NoFeed(found.text, found.offers)
        return FoundFeed(found_at, found, page.etag, page.last_modified)

    async def close(self) -> None:
        """Close the connections."""
        await self._pages.close()


def _parse(body: bytes, content_type: str, url: str) -> ParsedFeed | NotAFeed:
    from bot.news.feed_parser import parse  # noqa: PLC0415 - for the worker alone: it loads feedparser

    return parse(body, content_type, url)
