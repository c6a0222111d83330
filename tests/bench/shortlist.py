"""Weeks of 2,000 papers over four feeds: fetched over HTTP, stored, made one each, ranked.

Ranked as for an opening: the best hundred are asked of the API in between. The feeds come from a
process of their own. Requests follow one another without the three seconds
that arXiv asks for between them: those are waited, not worked. The first week is told apart, since
the worker's process begins in it.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from bot.config import PapersSettings
from bot.groups.queries import get_group
from bot.worker import Worker
from cogs.common.arxiv import Arxiv
from cogs.papers.choosing import choose
from sandbox import SettableClock
from tests.bench.feed_host import DAY, MONDAY, PAPERS, PUBLISHING_DAYS, WEEKS
from tests.bench.figures import milliseconds
from tests.bench.loop_watch import LoopWatch
from tests.bench.setting import Group, small_group

Go = Callable[[int], Awaitable[None]]


async def measure() -> None:
    """Print what a week takes as a whole and in parts, the worker's memory, the loop's stalls."""
    clock = SettableClock(MONDAY - DAY)
    taken: dict[str, list[float]] = {
        name: []
        for name in (
            *("fetched, stored", "ranked", "together", "computed by the bot", "by its worker"),
            *("loop held", "loop held by nothing"),
        )
    }
    async with (
        _feeds(clock) as (settings, go),
        small_group(members=1, clock=clock, papers=settings, worker=Worker) as group,
    ):
        clock.unfollow(group.bot.jobs)
        gc.collect()
        gc.freeze()  # as the bot does when it starts
        for week in range(WEEKS):
            async with LoopWatch() as watch:
                await asyncio.sleep(0.5)
            taken["loop held by nothing"].append(watch.longest)
            async with LoopWatch() as watch:
                began, computed = time.perf_counter(), _computed(group)
                for weekday in range(PUBLISHING_DAYS):
                    await go(7 * week + weekday)
                    await group.bot.part(Arxiv).poller.run_due()
                stored = time.perf_counter()
                count = await _choose(group)
                ended = time.perf_counter()
            assert count == PAPERS, "each paper is one, and none is missing"
            for name, before, after in zip(
                ("computed by the bot", "by its worker"), computed, _computed(group), strict=True
            ):
                # A worker that was ended and began anew counts from its own beginning.
                taken[name].append(after - before if after >= before else after)
            taken["loop held"].append(watch.longest)
            taken["fetched, stored"].append(stored - began)
            taken["ranked"].append(ended - stored)
            taken["together"].append(ended - began)
        memory = _most_memory(group)
    for name, seconds in taken.items():
        first = f" (the first week {milliseconds(seconds[:1])})"
        print(f"  {name:<21} {milliseconds(seconds[1:])}{first}")
    print(f"  worker's most memory  {memory:.0f} MiB")


@asynccontextmanager
async def _feeds(clock: SettableClock) -> AsyncIterator[tuple[PapersSettings, Go]]:
    """Where the feeds are, and what moves their host and ``clock`` to a day."""
    host = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.feed_host"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert host.stdin is not None, "it was made with pipes"
    assert host.stdout is not None, "it was made with pipes"
    rss_url, api_url = (await host.stdout.readline()).decode().split()
    stdin, stdout = host.stdin, host.stdout

    async def go(day: int) -> None:
        stdin.write(f"{day}\n".encode())
        assert int(await stdout.readline()) == day
        await clock.move_to(MONDAY + day * DAY)

    yield PapersSettings(rss_url=rss_url, api_url=api_url, request_gap_seconds=0), go
    stdin.close()
    await host.wait()


async def _choose(group: Group) -> int:
    """Choose a shortlist as an opening does; gives back from how many papers of the week."""
    (guild,) = group.sandbox.world.guilds.values()
    async with group.bot.db.read() as session:
        found = await get_group(session, guild.id)
    chosen = await choose(group.bot, found, group.sandbox.clock.now())
    return chosen.considered


def _computed(group: Group) -> tuple[float, float]:
    """Seconds of processor time that the bot's process and its worker's have had."""
    pid = group.bot.worker.pid
    times = psutil.Process(pid).cpu_times() if pid is not None else None
    return time.process_time(), times.user + times.system if times is not None else 0.0


def _most_memory(group: Group) -> float:
    """The most memory in MiB that the worker's process had at any time."""
    status = Path(f"/proc/{group.bot.worker.pid}/status").read_text(encoding="utf-8")
    (line,) = [each for each in status.splitlines() if each.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024
