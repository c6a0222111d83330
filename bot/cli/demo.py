"""The demo: sandbox and bot in one process, with a database and a clock of their own.

It opens in a browser, and keeps its world and its database where it is told to.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
import time
import webbrowser
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from rich.console import Console

from bot import db
from bot.cli import guide, night_owls
from bot.client import Syllabot
from bot.config import Settings
from bot.plans import service as plans
from bot.scheduling import agenda
from sandbox import RunningClock, Sandbox, SettableClock, keeping
from sandbox.page import Control, Due, Page

PORT = 8750
_SAVE_SECONDS = 1.0
_CLOCK_SECONDS = 60.0
_DUE_SHOWN = 40
_DATABASE = "demo.db"

log = logging.getLogger(__name__)


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
                "database": {"url": f"sqlite:///{folder / _DATABASE}"},
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

    async def restart_bot(self) -> None:
        """Stop it and start it again, on the same database."""
        await self.stop_bot()
        await self.start_bot()

    async def set_up(self, plan: str | None) -> None:
        """Make the study group: its server and people, and what its organiser does first.

        ``plan`` is the text of a plan file; without one the group follows the plan that ships.
        """
        group = night_owls.gather(self.sandbox)
        organiser = group.people[night_owls.ORGANISER]
        seen = await organiser.slash(
            "setup", options={**group.channels, "zone": night_owls.GROUP_ZONE}
        )
        assert not seen.failed, seen.failed
        await organiser.slash("join", zone=organiser.zone)
        if plan is not None:
            assert self._running is not None
            async with self._running[1].begin() as session:
                await plans.load(session, group.guild.id, plan, now=self.clock.now())

    async def due(self) -> Sequence[Due]:
        """What the bot will do by itself next, in words."""
        if self._running is None:
            return ()
        found = []
        async with self._running[1].read() as session:
            for guild_id in list(self.sandbox.world.guilds):
                found += await agenda(session, guild_id, limit=_DUE_SHOWN)
        return [
            Due(each.at, guide.TITLES.get(each.kind, each.kind), each.user_id)
            for each in sorted(found, key=lambda each: each.at)
        ]


@asynccontextmanager
async def running(folder: Path, clock: SettableClock, *, port: int = 0) -> AsyncIterator[Demo]:
    """A demo on ``folder`` with its bot connected; the world that lies there is taken up again.

    Raises :class:`~sandbox.keeping.KeptWorldError` for a world that cannot be read.
    """
    sandbox = Sandbox(clock=clock, port=port, application_name="Syllabot")
    kept = keeping.load(folder)
    if kept is not None:
        keeping.restore(kept, sandbox.world, sandbox.interactions)
    # Days pass in seconds here; Discord's per-channel limits count real ones.
    sandbox.limiter.relax()
    async with sandbox:
        demo = Demo(folder, clock, sandbox)
        await demo.start_bot()
        try:
            yield demo
        finally:
            await demo.stop_bot()


async def play(
    console: Console, folder: Path, *, plan: str | None, opens: bool, stop: asyncio.Event
) -> None:
    """Serve the demo on ``folder`` until ``stop`` is set; ``opens`` a browser, if there is one.

    Raises KeptWorldError as :func:`running` does, and OSError when the world cannot be kept.
    """
    kept = keeping.load(folder)
    clock = RunningClock(kept.instant if kept else None)
    async with running(folder, clock, port=PORT if _is_free(PORT) else 0) as demo:
        if kept is None:
            console.print("Setting up a study group …")
            await demo.set_up(plan)
        demo.sandbox.page = Page(
            title="Syllabot",
            guide=guide.STEPS,
            agenda=demo.due,
            controls=[Control("Restart the bot", demo.restart_bot)],
        )
        console.print(f"The demo runs at [bold]{demo.sandbox.url}[/] until you press Ctrl-C.")
        if opens and _has_screen():
            webbrowser.open(demo.sandbox.url)
        await _keep(demo.sandbox, folder, stop)


def clear(folder: Path) -> None:
    """Remove the world and the database that a demo kept in ``folder``, and nothing else."""
    keeping.remove(folder)
    for path in folder.glob(f"{_DATABASE}*"):
        path.unlink()


async def _keep(sandbox: Sandbox, folder: Path, stop: asyncio.Event) -> None:
    """Save the world when it has changed, at most once a second, until ``stop``; then once more.

    OSError if that last time fails.
    """
    journal, saved, saved_at = sandbox.world.journal, -1, -_CLOCK_SECONDS
    while not stop.is_set():
        began = time.monotonic()
        # What the clock shows is worth keeping too, but nothing notes that it runs.
        if journal.mark != saved or began - saved_at > _CLOCK_SECONDS:
            saved, saved_at = journal.mark, began
            try:
                await _save(sandbox, folder)
            except OSError as problem:
                log.warning("The world could not be kept: %s", problem.strerror)
        # Large worlds take longer to save, and then do it less often.
        pause = max(_SAVE_SECONDS, 10 * (time.monotonic() - began))
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
    await _save(sandbox, folder)


async def _save(sandbox: Sandbox, folder: Path) -> None:
    snapshot = keeping.capture(sandbox.world, sandbox.interactions)
    await asyncio.to_thread(keeping.write, snapshot, folder)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _has_screen() -> bool:
    """Whether a browser can show itself; without a screen, Python would take one for terminals."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True
