"""What tests of papers share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.worker import Worker


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    """A worker that is closed after the test."""
    found = Worker()
    yield found
    await found.close()
