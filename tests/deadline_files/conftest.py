"""A group whose organisers named a file on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.db import Database
from tests.deadline_files.readings import Group, naming
from tests.news.site import Site, serving_site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving_site() as found:
        yield found


@pytest.fixture
async def group(composed_db: Database, site: Site) -> AsyncIterator[Group]:
    async with naming(composed_db, site) as found:
        yield found
