"""A statement that reads much leaves the loop to others, and ends when nobody waits any more."""

from __future__ import annotations

import asyncio
import time

import pytest
from sqlalchemy import text

from bot.db import Database
from bot.db.long_reads import long_read

COUNTING = text(
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most)"
    " SELECT count(*) FROM n"
)
SOME, ENDLESS = {"most": 1_000_000}, {"most": 10**12}


async def test_others_go_on_meanwhile(db: Database) -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.001)
            turns += 1

    task = asyncio.create_task(others())
    async with db.read() as session:
        async with long_read(session):
            assert await session.scalar(COUNTING, SOME) == SOME["most"]
        during = turns
        assert await session.scalar(text("SELECT 1")) == 1
    task.cancel()
    assert during >= 5


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_one_that_nobody_waits_for_any_more_ends(db: Database) -> None:
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2), db.read() as session, long_read(session):
            await session.scalar(COUNTING, ENDLESS)
    assert time.monotonic() - began < 10
    async with db.read() as session:
        assert await session.scalar(text("SELECT 1")) == 1, "the next one reads as always"
