"""Reading a file of deadlines: fetched within limits, parsed in the worker, or refused in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.clock import Clock
from bot.deadline_files.values import FoundFile, NotAFile, ParsedFile
from bot.named_pages import FETCH_SECONDS, NamedPages, PageTrouble
from bot.worker import Worker

MAX_BYTES = 3 * 1024 * 1024
"""The largest file taken, after decompression."""

PARSE_SECONDS = 15.0
GAP_SECONDS = 3.0
"""Between two requests to a site."""


class FileSource:
    """Reads files of deadlines. ``named`` are the settings', which may be at private addresses."""

    def __init__(
        self,
        clock: Clock,
        worker: Worker,
        *,
        named: Iterable[str] = (),
        gap_seconds: float = GAP_SECONDS,
        fetch_seconds: float = FETCH_SECONDS,
    ) -> None:
        """Wire it; nothing connects yet."""
        self._clock = clock
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
    ) -> FoundFile | None:
        """The file at ``url``; None when it has not changed since ``etag`` or ``last_modified``.

        Raises:
            PageTrouble: there is none that can be used.
            TooSoon: its site wants to be left alone for a while.
        """
        page = await self._pages.fetch(url, etag=etag, last_modified=last_modified)
        if page is None:
            return None
        # No address of a file stands in the log.
        found = await self._pages.parse(
            _parse, page.body, self._clock.now(), seconds=PARSE_SECONDS, about="a deadline file"
        )
        if isinstance(found, NotAFile):
            raise PageTrouble(found.text)
        return FoundFile(found, page.etag, page.last_modified)

    async def close(self) -> None:
        """Close the connections."""
        await self._pages.close()


def _parse(body: bytes, now: datetime) -> ParsedFile | NotAFile:
    from bot.deadline_files.formats.parse import parse  # noqa: PLC0415 - for the worker alone

    return parse(body, now)
