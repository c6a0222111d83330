"""A site of newsletters on loopback, real HTTP, and a group that may follow what it serves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from aiohttp import web
from msgspec.structs import replace

from bot.config import NewsSettings

if TYPE_CHECKING:
    # The type alone: pytest has to load that module itself.
    from tests.live import Study

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
RSS = "application/rss+xml"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed; what is None is left out."""

    title: str
    link: str | None
    at: datetime | None = None
    guid: str | None = None

    def xml(self) -> str:
        parts = [f"<title>{escape(self.title)}</title>"]
        if self.link is not None:
            parts.append(f"<link>{escape(self.link)}</link>")
        if self.guid is not None:
            parts.append(f'<guid isPermaLink="false">{escape(self.guid)}</guid>')
        if self.at is not None:
            parts.append(f"<pubDate>{format_datetime(self.at)}</pubDate>")
        return (
            f"<item>{''.join(parts)}<description>A long body that is not kept.</description></item>"
        )


def rss(*entries: Entry, title: str = "The owl post", link: str = "https://owl.example/") -> bytes:
    """A feed of RSS 2.0."""
    items = "".join(entry.xml() for entry in entries)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>{escape(link)}</link>"
        f"<description>Hoots</description>{items}</channel></rss>"
    ).encode()


class Site:
    """What it serves, by path; `asked` has the requests, `waits` is set while one is kept."""

    def __init__(self) -> None:
        self.base = ""
        self.asked: list[web.Request] = []
        self._pages: dict[str, Handler] = {}
        self.under_way = self.most_under_way = 0
        self.waits = asyncio.Event()

    def url(self, path: str) -> str:
        return self.base + path

    def serve(self, path: str, body: bytes, content_type: str = RSS, **headers: str) -> None:
        """Answer with ``body``; an ``ETag`` among the headers is honoured."""

        async def page(request: web.Request) -> web.Response:
            etag = headers.get("ETag")
            if etag is not None and request.headers.get("If-None-Match") == etag:
                return web.Response(status=304)
            return web.Response(body=body, content_type=content_type, headers=headers)

        self._pages[path] = page

    def redirect(self, path: str, target: str) -> None:
        async def page(_request: web.Request) -> web.Response:
            return web.Response(status=302, headers={"Location": target})

        self._pages[path] = page

    def refuse(self, path: str, status: int, **headers: str) -> None:
        async def page(_request: web.Request) -> web.Response:
            return web.Response(status=status, headers=headers)

        self._pages[path] = page

    def keep_waiting(self, path: str) -> None:
        async def page(_request: web.Request) -> web.Response:
            self.waits.set()
            await asyncio.Event().wait()
            raise AssertionError("nobody sets it")

        self._pages[path] = page

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            page = self._pages.get(request.path)
            return web.Response(status=404) if page is None else await page(request)
        finally:
            self.under_way -= 1

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(1 for request in self.asked if request.path == path)


@asynccontextmanager
async def serving_site() -> AsyncIterator[Site]:
    site = Site()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", site.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    site.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield site
    await runner.cleanup()


async def allow(study: Study, urls: Iterable[str]) -> None:
    """Let the settings name these feeds, as who runs the bot may; nothing else on loopback is."""
    news = NewsSettings(feeds=list(urls), request_gap_seconds=0)
    study.settings = replace(study.settings, news=news)
    await study.restart()
