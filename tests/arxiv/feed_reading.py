"""The feeds job against the stand-ins, on the sandbox's clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from sqlalchemy import select

from bot.arxiv import feed_queries
from bot.arxiv.api import ArxivApi
from bot.arxiv.models import FeedRow
from bot.arxiv.polling import FeedPoller
from bot.arxiv.values import Feed
from bot.db import Database
from bot.fetch import Fetcher
from sandbox import Sandbox
from sandbox.feeds import Paper
from tests.kept_worker import KeptWorker
from tests.papers.group import START

MONDAY = START.date()


@asynccontextmanager
async def polling(db: Database, sandbox: Sandbox, *, patience: float) -> AsyncIterator[FeedPoller]:
    """The job, which waits ``patience`` seconds for an answer."""
    fetcher = Fetcher(
        sandbox.clock,
        gap_seconds=0,
        named=[sandbox.feeds.rss_url],
        max_bytes=2**20,
        timeout_seconds=patience,
    )
    worker = KeptWorker()
    api = ArxivApi(fetcher, worker, sandbox.feeds.api_url)
    yield FeedPoller(db, sandbox.clock, fetcher, worker, api, sandbox.feeds.rss_url)
    await worker.close()
    await fetcher.close()


async def feeds(db: Database) -> dict[str, Feed]:
    async with db.read() as session:
        categories = list(await session.scalars(select(FeedRow.category)))
        return {feed.category: feed for feed in await feed_queries.feeds(session, categories)}


def paper(number: int, *categories: str, day: date = MONDAY, version: int = 1) -> Paper:
    return Paper(
        f"2603.{number:05}",
        "On things",
        ("Ada Lovelace",),
        categories or ("cs.LG",),
        "We study things.",
        day,
        version,
    )


class Following:
    """The feeds job on the sandbox's clock."""

    def __init__(self, poller: FeedPoller) -> None:
        self.next_due = poller.next_due
        self.run_due = poller.run_due
