"""Whole processes, ours and the bare one: start to READY, and resident memory."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.db import upgrade
from sandbox import Sandbox
from tests.bench.figures import ratios, spread

ROOT = Path(__file__).parents[2]
# Discord lets a bot's shards identify five seconds apart: two thousand guilds take their time.
RUNS = {10: 5, 2000: 1}
SETTLE_SECONDS = 2.0


@dataclass(frozen=True)
class Started:
    """A process that is connected: seconds from spawn to READY, and its resident MiB."""

    seconds: float
    mebibytes: float


@asynccontextmanager
async def process(sandbox: Sandbox, *arguments: str, folder: str) -> AsyncIterator[int]:
    """Run a Python process pointed at the sandbox; gives its id, kills it on leaving."""
    token = sandbox.world.application.token
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=folder,
        stdout=asyncio.subprocess.DEVNULL,
        env={
            # As installed: modules are compiled once, not at each start.
            **{key: os.environ[key] for key in os.environ if key != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPATH": str(ROOT),
            "BARE_API_URL": sandbox.api_url,
            "BARE_GATEWAY_URL": sandbox.gateway_url,
            "BARE_TOKEN": token,
            "SYLLABOT_DISCORD__TOKEN": token,
            "SYLLABOT_DISCORD__API_URL": sandbox.api_url,
            "SYLLABOT_PAPERS__RSS_URL": sandbox.feeds.rss_url,
            "SYLLABOT_PAPERS__API_URL": sandbox.feeds.api_url,
            "SYLLABOT_LOG__LEVEL": "ERROR",
        },
    )
    try:
        yield running.pid
    finally:
        running.terminate()
        await running.wait()


async def start_once(guilds: int, *arguments: str) -> Started:
    """Start the process beside a fresh sandbox of so many guilds, on a migrated database."""
    with tempfile.TemporaryDirectory() as folder:
        await upgrade(f"sqlite:///{folder}/data/syllabot.db")
        async with Sandbox() as sandbox:
            for number in range(guilds):
                sandbox.world.create_guild(f"Guild {number}")
            shards = sandbox.recommended_shards(sandbox.world.application)
            began = time.perf_counter()
            async with process(sandbox, *arguments, folder=folder) as pid:
                await sandbox.gateway.reached("identified", shards, timeout=60)
                seconds = time.perf_counter() - began
                # Guilds are read and caches filled after READY; memory is what stays.
                await asyncio.sleep(SETTLE_SECONDS)
                return Started(seconds, psutil.Process(pid).memory_info().rss / 2**20)


async def measure() -> None:
    """Print start to READY and memory of both, in turns, with 10 and 2,000 guilds."""
    ours, bare = ("-m", "bot", "run"), ("-m", "tests.bench.bare_bot")
    # Compiles the modules that nobody has imported yet.
    await start_once(1, *ours)
    await start_once(1, *bare)
    for guilds, count in RUNS.items():
        runs: dict[str, list[Started]] = {"Syllabot": [], "bare bot": []}
        for _ in range(count):
            for taken, arguments in zip(runs.values(), (ours, bare), strict=True):
                taken.append(await start_once(guilds, *arguments))
        seconds = {name: [run.seconds for run in taken] for name, taken in runs.items()}
        for name, taken in runs.items():
            print(
                f"  {name:<9} {guilds:>5,} guilds: start to READY {spread(seconds[name], 2)} s, "
                f"resident {spread([run.mebibytes for run in taken])} MiB"
            )
        print(f"{'':8}of the bare bot's start {ratios(*seconds.values())}")
