"""Opening a round over 3,000 papers: how long it takes, and how long the loop is held."""

from __future__ import annotations

import asyncio
import gc
import time
from datetime import UTC, datetime, timedelta

from bot.arxiv import ingest
from bot.arxiv.values import AnnounceType, FeedEntry
from bot.groups.queries import get_group
from bot.papers import candidates
from tests.bench.figures import milliseconds
from tests.bench.loop_watch import LoopWatch
from tests.bench.setting import small_group
from tests.groups.acting import change_group

PAPERS, ROUNDS = 3000, 7
_CATEGORIES = ("cs.LG", "cs.CL")
_WORDS = (
    "We study the generalisation of over-parametrised networks under distillation, quantisation "
    "and federated learning; double descent appears in attention models of every depth. "
)


def _entries() -> list[FeedEntry]:
    return [
        FeedEntry(
            key=f"2603.{number:05}",
            version=1,
            announce_type=AnnounceType.NEW,
            title=f"Paper {number} on the generalisation of attention",
            authors=("Ada Lovelace", "Grace Hopper"),
            abstract=_WORDS * 8,
            categories=_CATEGORIES,
        )
        for number in range(1, PAPERS + 1)
    ]


async def measure() -> None:
    """Print the medians and both ends, and the loop's stall with nothing to do."""
    async with small_group(members=1) as group:
        db, now = group.bot.db, datetime.now(UTC)
        (guild,) = group.sandbox.world.guilds.values()
        async with db.begin() as session:
            await change_group(session, guild.id, categories=_CATEGORIES, now=now)
        for category in _CATEGORIES:
            async with db.begin() as session:
                await ingest.store(session, category, _entries(), now.date(), now)
        taken: dict[str, list[float]] = {"answer": [], "loop held": [], "loop held by nothing": []}
        gc.collect()
        gc.freeze()  # as the bot does when it starts
        for _ in range(ROUNDS):
            async with LoopWatch() as watch:
                await asyncio.sleep(0.5)
            taken["loop held by nothing"].append(watch.longest)
            began = time.perf_counter()
            async with LoopWatch() as watch:
                async with db.read() as session:
                    found = await get_group(session, guild.id)
                    given = await candidates.gather(session, found, now + timedelta(hours=1))
                ranked = await candidates.ranked(*given)
            taken["answer"].append(time.perf_counter() - began)
            taken["loop held"].append(watch.longest)
            assert len(ranked) == PAPERS
        for name, seconds in taken.items():
            print(f"  {name:<21} {milliseconds(seconds)}")
