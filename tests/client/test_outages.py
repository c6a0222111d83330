"""Discord away, the database away, both: the bot waits, and its log stays small."""

from __future__ import annotations

import asyncio
import io
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import text

import bot.log
from bot import supervisor
from bot.clock import SystemClock
from bot.config import DatabaseSettings, Secret, Settings
from bot.db import Database
from bot.errors import DatabaseUnavailable
from bot.scheduling import Jobs
from cogs.features import FEATURES
from sandbox import Sandbox
from tests.client.test_supervisor import settings_for
from tests.postgres_line import Line, free_port

A_DAY = timedelta(days=1).total_seconds()
HALF_A_SECOND = 0.5
MEGABYTE = 1_000_000


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "_FIRST_DELAY_SECONDS", 0.02)
    monkeypatch.setattr(supervisor, "_LONGEST_DELAY_SECONDS", 0.1)


class Log(io.StringIO):
    """What the bot writes."""

    def __init__(self) -> None:
        super().__init__()
        self._more = asyncio.Event()

    def write(self, text: str) -> int:
        """Keep it, and wake whoever waits for it."""
        self._more.set()
        return super().write(text)

    async def said(self, words: str, *, times: int = 1) -> None:
        """Return once it has said so."""
        async with asyncio.timeout(20):
            while self.getvalue().count(words) < times:
                await self._more.wait()
                self._more.clear()


@pytest.fixture
def log_stream() -> Iterator[Log]:
    """What the bot writes at INFO."""
    root = logging.getLogger()
    handlers, level, stream = root.handlers[:], root.level, Log()
    bot.log.configure("INFO", "text", stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


@asynccontextmanager
async def supervised(settings: Settings) -> AsyncIterator[asyncio.Task[None]]:
    """The bot under its supervisor; told to stop on leaving, which must then end it quietly."""
    stop = asyncio.Event()
    task = asyncio.create_task(supervisor.run(settings, SystemClock(), stop, FEATURES))
    try:
        yield task
    finally:
        stop.set()
        await asyncio.wait_for(task, 30)


async def test_a_database_that_is_away_is_waited_for_like_discord(
    tmp_path: Path, postgres_url: str, log_stream: Log
) -> None:
    """At the start; after Discord's 503 at login; and while running."""
    line = Line(postgres_url)
    async with Sandbox() as sandbox:
        sandbox.faults.fail("GET", "/users/@me", status=503, times=2)
        database = DatabaseSettings(url=Secret(line.url))
        settings = replace(settings_for(sandbox, tmp_path), database=database)
        async with supervised(settings) as task:
            await log_stream.said("The database cannot be opened", times=2)
            await line.mend()
            await log_stream.said("No connection to Discord (503", times=2)
            await sandbox.gateway.reached("identified")
            await line.cut()
            await log_stream.said("The database cannot be read")
            assert not task.done()
            await line.mend()
        await line.cut()
    # The database tells of each trouble once, with what led to it; nobody else repeats that.
    told = re.split(r"(?m)^(?=\d{4}-\d\d-\d\d )", log_stream.getvalue())
    traced = [record for record in told if "Traceback" in record]
    troubles = [record.splitlines()[0].partition("ERROR ")[2] for record in traced]
    assert all(trouble.startswith("bot.db.engine: The database cannot") for trouble in troubles)
    assert len(troubles) <= 2 * len(set(troubles)) <= 8


async def test_the_database_may_go_between_discords_503_and_the_next_try(
    tmp_path: Path, postgres_url: str, log_stream: Log
) -> None:
    line = Line(postgres_url)
    await line.mend()
    async with Sandbox() as sandbox:
        down = sandbox.faults.fail("GET", "/users/@me", status=503, times=10**9)
        database = DatabaseSettings(url=Secret(line.url))
        settings = replace(settings_for(sandbox, tmp_path), database=database)
        async with supervised(settings) as task:
            await log_stream.said("No connection to Discord (503")
            await line.cut()
            sandbox.faults.remove(down)
            await log_stream.said("No database (")
            assert not task.done()
            await line.mend()
            await sandbox.gateway.reached("identified")
        await line.cut()


async def test_each_lost_connection_to_discord_is_a_line_with_a_count(
    tmp_path: Path, log_stream: Log
) -> None:
    logger = logging.getLogger("discord.shard")
    for _ in range(3):
        try:
            raise ConnectionResetError("Shard ID 0 WebSocket closed with 1006")
        except ConnectionResetError as error:
            logger.error("Attempting a reconnect for shard ID %s in %.2fs", 0, 1.5, exc_info=error)
    lines = log_stream.getvalue().splitlines()
    assert len(lines) == 3
    assert "in 1.50s (ConnectionResetError: Shard ID 0 WebSocket closed with 1006; 3" in lines[2]


async def test_a_days_outage_writes_less_than_a_megabyte(
    sqlite_url: str, log_stream: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL refuses, another file's disk is full, Discord is away: told, counted, over.

    A job tries twice a second, and a member acts once a minute, for a day of the log's clock.
    """
    now = 1000.0
    monkeypatch.setattr(bot.log, "monotonic", lambda: now)
    refusing = Database(f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    full = Database(sqlite_url)
    async with full.begin() as session:
        await session.execute(text("CREATE TABLE heap (filling TEXT)"))
    async with full.begin() as session:
        await session.execute(text("PRAGMA max_page_count = 1"))
    tries = 0

    async def read() -> None:
        nonlocal tries
        tries += 1
        async with refusing.read() as session:
            await session.execute(text("SELECT 1"))

    async def write() -> None:
        async with full.begin() as session:
            await session.execute(text("INSERT INTO heap VALUES (hex(zeroblob(50000)))"))

    jobs, delays, wait_until = Jobs(SystemClock()), supervisor.backoff(), 0.0
    for name, run in (("reading", read), ("writing", write)):
        jobs.add(name, run, every=timedelta(seconds=HALF_A_SECOND))
    began = now
    while now < began + A_DAY:
        for job in jobs._jobs.values():
            await jobs._run(job)
        if now % 60 < HALF_A_SECOND:
            with pytest.raises(DatabaseUnavailable):
                await read()
        if now >= wait_until:
            delay = next(delays)
            logging.getLogger("bot.supervisor").warning(
                "No connection to Discord (Cannot connect to host). Next try in %.1f s", delay
            )
            wait_until = now + 120
        now += HALF_A_SECOND
    assert 2700 < tries < 3000, "once a minute, by the job and by the member"
    async with full.begin() as session:
        await session.execute(text("PRAGMA max_page_count = 1000000"))
    await full.close()
    await refusing.close()
    now += 60
    async with full.begin():
        pass
    written = log_stream.getvalue()
    assert len(written.encode()) < MEGABYTE
    assert written.count("Traceback (most recent call last)") < 20
    assert "The database cannot be read: it cannot be reached" in written
    assert "The database cannot be changed: its disk is full: over, after " in written
    assert " times in 23:5" in written
