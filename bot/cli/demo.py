"""The demo: sandbox and bot in one process, on a fresh database, with a clock that can be moved."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bot import db
from bot.cli.tour import Tour
from bot.cli.transcript import Transcript
from bot.client import Syllabot
from bot.config import Settings
from sandbox import Sandbox, SettableClock

# The Sunday evening before a plain week; New York's clocks change at the end of it.
_START = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)


class Demo:
    """One sandbox, one database, and the bot that runs on them."""

    def __init__(self, folder: Path, clock: SettableClock, sandbox: Sandbox) -> None:
        """Point settings at the sandbox; the person's own settings play no part."""
        self.clock = clock
        self.sandbox = sandbox
        self.settings = Settings.model_validate(
            {
                "discord": {
                    "token": sandbox.world.application.token,
                    "api_url": sandbox.api_url,
                    "cdn_url": sandbox.cdn_url,
                    "gateway_url": sandbox.gateway_url,
                },
                "database": {"url": f"sqlite:///{folder / 'demo.db'}"},
                "papers": {
                    "rss_url": sandbox.feeds.rss_url,
                    "api_url": sandbox.feeds.api_url,
                    "request_gap_seconds": 0,
                },
                "news": {"feeds": [sandbox.feeds.newsletter_url]},
            }
        )
        self._running: tuple[Syllabot, db.Database, asyncio.Task[None]] | None = None

    async def start_bot(self) -> None:
        """Start the bot on the demo's database and wait until it is connected."""
        url = self.settings.database.url.get_secret_value()
        await db.upgrade(url)
        database = db.Database(url)
        bot = Syllabot(self.settings, database, self.clock)
        connections = self.sandbox.gateway.happened["identified"]
        task = asyncio.create_task(bot.start(self.settings.discord.read_token()))
        await self.sandbox.gateway.reached("identified", connections + 1)
        self.clock.follow(bot.jobs)
        self._running = (bot, database, task)

    async def stop_bot(self) -> None:
        """Stop it, as SIGTERM would."""
        if self._running is None:
            return
        bot, database, task = self._running
        self._running = None
        self.clock.unfollow(bot.jobs)
        await bot.close()
        await task
        await database.close()


@asynccontextmanager
async def demo() -> AsyncIterator[Demo]:
    """A demo in a folder of its own, which is gone afterwards."""
    clock = SettableClock(_START)
    with tempfile.TemporaryDirectory(prefix="syllabot-demo-") as folder:
        async with Sandbox(clock=clock, application_name="Syllabot") as sandbox:
            # Days pass in seconds here; Discord's per-channel limits count real ones.
            sandbox.limiter.relax()
            running = Demo(Path(folder), clock, sandbox)
            await running.start_bot()
            try:
                yield running
            finally:
                await running.stop_bot()


async def play_tour(console: Console) -> int:
    """Play a group's first week; gives back the exit code: 0 when everything was as promised."""
    began = time.monotonic()
    async with demo() as running:
        sandbox = running.sandbox
        transcript = Transcript(console, running.clock.now, _namer(sandbox))
        tour = Tour(running, transcript)
        problems = [*await tour.play(), *sandbox.violations]
        requests = len(list(sandbox.requests))
    for problem in problems:
        console.print(f"[red]Not as promised:[/] {problem}")
    console.print()
    console.print(
        f"[dim]Eight days of a study group in {time.monotonic() - began:.1f} s, "
        f"{requests} requests over the real wire. Nothing was left behind.[/]"
    )
    return 1 if problems else 0


def _namer(sandbox: Sandbox) -> Callable[[int], str]:
    def name_of(snowflake: int) -> str:
        user = sandbox.world.users.get(snowflake)
        if user is not None:
            return user.display_name
        channel = sandbox.world.channels.get(snowflake)
        return channel.name if channel is not None and channel.name else "unknown"

    return name_of
