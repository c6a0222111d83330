"""arXiv's API: looking up one paper, and what a feed missed.

One thread asks, one question after the other; it loads the package that it asks by at first use.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING

from bot.fetch import TIMEOUT_SECONDS, Fetcher
from bot.papers.values import FoundPaper

if TYPE_CHECKING:
    from bot.papers.arxiv_client import ArxivClient


class ArxivApi:
    """The API at ``api_url``; takes turns with the feeds through ``fetcher``."""

    def __init__(
        self, fetcher: Fetcher, api_url: str, *, timeout_seconds: float = TIMEOUT_SECONDS
    ) -> None:
        """Prepare; the thread starts with the first use."""
        self._fetcher = fetcher
        self._url = api_url
        self._timeout_seconds = timeout_seconds
        self._client: ArxivClient | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="arxiv")

    async def find(self, key: str) -> FoundPaper | None:
        """The paper with this id (without version), or None when arXiv has none.

        Raises:
            FetchError: the API cannot be asked now, or its answer cannot be read.
        """
        found = await self._ask(lambda client: client.find(key))
        return next((paper for paper in found if paper.entry.key == key), None)

    async def submitted(
        self, category: str, since: datetime, until: datetime, *, limit: int
    ) -> list[FoundPaper]:
        """What was submitted to ``category`` in a span of time, oldest first, at most ``limit``.

        Raises:
            FetchError: the API cannot be asked now, or its answer cannot be read.
        """
        return await self._ask(lambda client: client.submitted(category, since, until, limit))

    def close(self) -> None:
        """Let the thread end; a request under way ends by its own time limit."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _ask(self, question: Callable[[ArxivClient], list[FoundPaper]]) -> list[FoundPaper]:
        async with self._fetcher.turn(self._url):
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, self._answer, question)

    def _answer(self, question: Callable[[ArxivClient], list[FoundPaper]]) -> list[FoundPaper]:
        """In the thread: ask by the one client."""
        if self._client is None:
            # With requests and lxml it takes 10 MiB and 0.1 s, which a start need not pay for.
            from bot.papers.arxiv_client import ArxivClient  # noqa: PLC0415

            self._client = ArxivClient(
                self._url,
                self._fetcher.clock,
                gap_seconds=self._fetcher.gap_seconds,
                timeout_seconds=self._timeout_seconds,
            )
        return question(self._client)
