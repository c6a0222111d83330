"""The whole year, and the dates that Apia and Kwajalein skipped, with its figures."""

from __future__ import annotations

import logging
import time
from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import make_url

from bot.db import Database, upgrade
from tests.soak.year.oracle import Verdict
from tests.soak.year.run import GUILD, Run
from tests.soak.year.script import write

MEMBERS, DAYS = 200, 366
# A leap year; then ten days before and after the dates that were skipped.
START = datetime(2028, 1, 1, tzinfo=UTC)
SKIPPED = ((datetime(2011, 12, 20, tzinfo=UTC), 21), (datetime(1993, 8, 11, tzinfo=UTC), 21))
FAULTS_TOLD = 30


async def a_year(url: str, seed: str, days: int, members: int) -> int:
    """Live through all of it, tell the figures; gives back how many faults there were."""
    _quieten()
    name = make_url(url).get_backend_name()
    await upgrade(url)
    faults = 0
    for start, length in ((START, days), *SKIPPED):
        began = time.monotonic()
        run = Run(write(f"{seed} {start:%Y}", start, length, members), url)
        verdict = await run.live()
        print(f"{name}, {start:%Y}: {length} days of {members} members", flush=True)
        _tell(run, verdict, time.monotonic() - began)
        faults += len(verdict.faults)
        await _clear(url)
    return faults


def _tell(run: Run, verdict: Verdict, seconds: float) -> None:
    kinds = Counter(each.kind for each in run.discord.messages)
    said = {"messages": kinds, "dates": verdict.dates, "what happened": run.discord.happened}
    for what, counted in said.items():
        print(f"  {what}: " + ", ".join(f"{n:,} {each}" for each, n in counted.most_common()))
    print(f"  {len(run.downtimes)} downtimes; {seconds:.0f} s", flush=True)
    for fault in verdict.faults[:FAULTS_TOLD]:
        print(f"  fault: {fault}", flush=True)


def _quieten() -> None:
    """Each of thousands of failures would be a line."""
    logging.getLogger("bot").setLevel(logging.ERROR)


async def _clear(url: str) -> None:
    """Leave an empty database for the next part."""
    database = Database(url)
    async with database.engine.begin() as connection:
        for table in ("deliveries", "schedules", "entries", "members", "groups"):
            await connection.exec_driver_sql(f"DELETE FROM {table} WHERE guild_id = {GUILD}")
    await database.close()
