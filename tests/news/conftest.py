"""What tests of newsletters share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.news.site import Site, serving_site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving_site() as found:
        yield found
