"""Reading the sandbox's feeds as a bot would: aiohttp, feedparser, and the arxiv package."""

import asyncio
import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any

import aiohttp
import arxiv
import feedparser

from sandbox import Sandbox, SettableClock
from sandbox.feeds import Paper

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Reader:
    """An HTTP client that remembers nothing, and a sandbox to read from."""

    def __init__(
        self, sandbox: Sandbox, clock: SettableClock, session: aiohttp.ClientSession
    ) -> None:
        self.sandbox, self.clock, self.session = sandbox, clock, session
        self.feeds = sandbox.feeds

    async def get(
        self, url: str, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes, Mapping[str, str]]:
        async with self.session.get(url, headers=headers) as response:
            return response.status, await response.read(), response.headers

    async def rss(self, category: str) -> Any:
        """The feed as a careful reader parses it."""
        _, body, headers = await self.get(self.feeds.rss_url.format(category=category))
        return parsed(body, headers)

    async def search(self, **search: Any) -> list[arxiv.Result]:
        """What the arxiv package makes of the API."""
        client = arxiv.Client(
            page_size=search.pop("page_size", 100), delay_seconds=0, num_retries=0
        )
        client.query_url_format = self.feeds.api_url + "?{}"
        return await asyncio.to_thread(lambda: list(client.results(arxiv.Search(**search))))


def parsed(body: bytes, headers: Mapping[str, str]) -> Any:
    kind = {"content-type": headers["Content-Type"]}
    return feedparser.parse(
        io.BytesIO(body), response_headers=kind, sanitize_html=False, resolve_relative_uris=False
    )


@asynccontextmanager
async def reading() -> AsyncIterator[Reader]:
    """A reader of a sandbox whose clock stands on a Monday."""
    clock = SettableClock(MONDAY)
    async with Sandbox(clock=clock) as sandbox, aiohttp.ClientSession() as session:
        yield Reader(sandbox, clock, session)


def a_paper(paper_id: str, *categories: str, version: int = 1, title: str = "A title") -> Paper:
    return Paper(
        paper_id, title, ("Ana Doe", "Bo (ETH)"), categories, "What.", date(2026, 3, 2), version
    )
