"""What tests of feeds share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.arxiv.polling import FeedPoller
from bot.db import Database
from bot.worker import Worker
from sandbox import Sandbox, SettableClock
from tests.arxiv.feed_reading import polling
from tests.papers.group import START


@pytest.fixture
async def worker(worker_kind: type[Worker]) -> AsyncIterator[Worker]:
    """A worker that is closed after the test."""
    found = worker_kind()
    yield found
    await found.close()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """One whose clock stands at the start."""
    async with Sandbox(clock=SettableClock(START)) as running:
        yield running


@pytest.fixture
def clock(sandbox: Sandbox) -> SettableClock:
    """The sandbox's clock."""
    assert isinstance(sandbox.clock, SettableClock)
    return sandbox.clock


@pytest.fixture
async def poller(db: Database, sandbox: Sandbox) -> AsyncIterator[FeedPoller]:
    """The feeds job, which follows no clock by itself."""
    async with polling(db, sandbox, patience=0.4) as found:
        yield found
