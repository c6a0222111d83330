"""Acts that are about all of a thousand members: their transactions, and who waits beside them."""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cycles import service as cycles
from bot.db import Database, upgrade
from bot.feature import session_info
from bot.milestones import service as milestones
from bot.milestones.models import ChangeRow
from bot.plans import service as plans
from cogs.features import FEATURES
from tests.bench.figures import milliseconds
from tests.bench.loop_watch import LoopWatch
from tests.bench.milestones import MILESTONES, STATES, large_plan
from tests.databases import SERVERS, PostgresServer
from tests.groups import acting as groups
from tests.groups.person import Person

MEMBERS, ROUNDS = 1000, 5
GUILD = 1
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

Act = Callable[[AsyncSession, int], Awaitable[object]]


@dataclass
class Waits:
    """Seconds of each round: the act's transaction, the longest write beside it, the loop held."""

    act: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        """Each with its median and both ends."""
        return (
            f"transaction {milliseconds(self.act)}, another's write {milliseconds(self.beside)}, "
            f"loop held {milliseconds(self.held)}"
        )


async def _new_zone(session: AsyncSession, number: int) -> None:
    zone = ("Asia/Tokyo", "Europe/Berlin")[number % 2]
    await groups.change_group(session, GUILD, zone=zone, now=NOW)


async def _new_start(session: AsyncSession, number: int) -> None:
    start = date(2026, 3, 3) + timedelta(days=number)
    await groups.change_group(session, GUILD, start_date=start, now=NOW)


async def _close(session: AsyncSession, number: int) -> None:
    now = NOW + timedelta(days=60 + number)
    organiser = groups.organiser(GUILD, now=now)
    start = now.date() + timedelta(days=1)
    await cycles.close(session, organiser, number + 1, start=start)


ACTS: dict[str, Act] = {
    "nothing": lambda _session, _number: asyncio.sleep(0.1),
    "/setup, another zone": _new_zone,
    "/setup, another start": _new_start,
    "/cycle start": _close,
}


async def measure() -> None:
    """Print it for both databases; PostgreSQL where one answers."""
    async with _databases() as databases:
        for name, url in databases.items():
            await upgrade(url)
            database = Database(url, session_info=session_info(FEATURES))
            await _gather(database)
            if name == "PostgreSQL":
                # As its autovacuum does within a minute of so many new rows.
                async with database.begin() as session:
                    await session.execute(text("ANALYZE"))
            gc.collect()
            gc.freeze()  # as the bot does when it starts
            print(f"  {name}, {MEMBERS} members, {MEMBERS * MILESTONES // 3:,} changes")
            for act_name, act in ACTS.items():
                waits = Waits()
                for number in range(ROUNDS):
                    await _beside(database, act, number, waits)
                print(f"    {act_name:<22} {waits}")
            await database.close()


@asynccontextmanager
async def _databases() -> AsyncIterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        found = {"SQLite": f"sqlite:///{folder}/bench.db"}
        server = PostgresServer(SERVERS[0])
        try:
            made = await asyncio.to_thread(server.create)
        except (OSError, TimeoutError, asyncpg.PostgresError):
            yield found
            return
        yield {**found, "PostgreSQL": server.url_of(made)}
        await asyncio.to_thread(server.close)


async def _gather(database: Database) -> None:
    """A group with the large plan; every member has changed a third of its milestones."""
    async with database.begin() as session:
        await groups.set_up(
            session,
            GUILD,
            zone="UTC",
            start_date=NOW.date(),
            announcements_channel_id=11,
            papers_channel_id=12,
            retros_channel_id=13,
            now=NOW,
        )
        await plans.load(session, GUILD, large_plan(), now=NOW)
        for user_id in range(1, MEMBERS + 1):
            await groups.join(session, GUILD, user_id, now=NOW)
        session.add_all(
            ChangeRow(
                guild_id=GUILD,
                user_id=user_id,
                milestone_id=f"m-{number}",
                number=1,
                status=STATES[(number + user_id) % 3],
                changed_at=NOW - timedelta(days=number % 30),
                due_on=NOW.date(),
            )
            for user_id in range(1, MEMBERS + 1)
            for number in range(0, MILESTONES, 3)
        )


async def _beside(database: Database, act: Act, number: int, waits: Waits) -> None:
    """Do ``act`` while a member changes a milestone again and again."""
    longest, changes = 0.0, 0

    async def timed() -> None:
        async with database.begin() as session:
            began = time.perf_counter()
            await act(session, number)
        waits.act.append(time.perf_counter() - began)

    other = Person(database, MEMBERS, GUILD, NOW)
    async with LoopWatch() as watch:
        acting = asyncio.create_task(timed())
        while not acting.done():
            began = time.perf_counter()
            await other.act((milestones.finish, milestones.undo)[changes % 2], "m-1")
            longest, changes = max(longest, time.perf_counter() - began), changes + 1
        await acting
    waits.beside.append(longest)
    waits.held.append(watch.longest)
