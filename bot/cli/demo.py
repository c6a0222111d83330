"""The demo: sandbox and bot in one process, with a database and a clock of their own.

It opens in a browser, and keeps its world and its database where it is told to.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import webbrowser
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import click

from bot import db
from bot.cli import demo_group, guide
from bot.client import Syllabot
from bot.config import (
    DatabaseSettings,
    DiscordSettings,
    NewsSettings,
    PapersSettings,
    Secret,
    Settings,
)
from bot.feature import session_info
from bot.plans import service as plans
from bot.scheduling import agenda
from cogs.features import FEATURES
from sandbox import RunningClock, Sandbox, SettableClock
from sandbox.page import Control, Due, Page
from sandbox.persistence import hosting, keeping

_DUE_SHOWN = 40
_DATABASE = "demo.db"


class Demo:
    """One sandbox, one database, and the bot that runs on them."""

    def __init__(self, folder: Path, clock: SettableClock, sandbox: Sandbox) -> None:
        """Point settings at the sandbox; the person's own settings play no part."""
        self.clock = clock
        self.sandbox = sandbox
        self.settings = Settings(
            discord=DiscordSettings(
                token=Secret(sandbox.world.application.token),
                api_url=sandbox.api_url,
                cdn_url=sandbox.cdn_url,
                gateway_url=sandbox.gateway_url,
            ),
            database=DatabaseSettings(url=Secret(f"sqlite:///{folder / _DATABASE}")),
            papers=PapersSettings(
                rss_url=sandbox.feeds.rss_url,
                api_url=sandbox.feeds.api_url,
                request_gap_seconds=0,
            ),
            news=NewsSettings(feeds=[sandbox.feeds.newsletter_url]),
        )
        self._running: tuple[Syllabot, db.Database, asyncio.Task[None]] | None = None
        sandbox.page = Page(
            title="Syllabot",
            guide=guide.STEPS,
            agenda=self.due,
            controls=[Control("Restart the bot", self.restart_bot)],
        )

    async def start_bot(self) -> None:
        """Start the bot on the demo's database and wait until it is connected."""
        url = self.settings.database.url.text
        await db.upgrade(url)
        database = db.Database(url, session_info=session_info(FEATURES))
        bot = Syllabot(self.settings, database, self.clock, FEATURES)
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
        group = demo_group.gather(self.sandbox)
        organiser = group.people[demo_group.ORGANISER]
        seen = await organiser.slash(
            "setup",
            options={
                **group.channels,
                "zone": demo_group.GROUP_ZONE,
                "categories": demo_group.CATEGORIES,
            },
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
        titles = {kind.name: kind.title for each in FEATURES for kind in each.data.kinds}
        return [
            Due(each.at, titles[each.kind], each.user_id)
            for each in sorted(found, key=lambda each: each.at)
        ]


@asynccontextmanager
async def running(folder: Path, clock: SettableClock, *, port: int = 0) -> AsyncIterator[Demo]:
    """A demo on ``folder`` with its bot connected; the world that lies there is taken up again.

    Raises :class:`~sandbox.persistence.keeping.KeptWorldError` for a world that cannot be read.
    """
    sandbox = Sandbox(clock=clock, port=port, application_name="Syllabot")
    kept = keeping.load(folder)
    if kept is not None:
        keeping.restore(kept, sandbox.world)
    # Days pass in seconds here; Discord's per-channel limits count real ones.
    sandbox.limiter.relax()
    async with sandbox:
        demo = Demo(folder, clock, sandbox)
        await demo.start_bot()
        try:
            yield demo
        finally:
            await demo.stop_bot()


async def play(folder: Path, *, plan: str | None, opens: bool, stop: asyncio.Event) -> None:
    """Serve the demo on ``folder`` until ``stop`` is set; ``opens`` a browser, if there is one.

    Raises KeptWorldError as :func:`running` does, and OSError when the world cannot be kept.
    """
    # On loopback an answer can overtake the library's own note of the question; it then warns.
    logging.getLogger("discord.gateway").setLevel(logging.ERROR)
    kept = keeping.load(folder)
    clock = RunningClock(kept.instant if kept else None)
    async with running(folder, clock, port=hosting.free_port()) as demo:
        if kept is None:
            click.echo("Setting up a study group …")
            await demo.set_up(plan)
            # Whoever reads the address has a world that outlives a kill.
            keeping.save(demo.sandbox.world, folder)
        url = click.style(demo.sandbox.url, bold=True)
        click.echo(f"The demo runs at {url} until you press Ctrl-C.")
        if opens and _has_screen():
            webbrowser.open(demo.sandbox.url)
        await hosting.keep_until(stop, demo.sandbox, folder)


def clear(folder: Path) -> None:
    """Remove the world and the database that a demo kept in ``folder``, and nothing else."""
    keeping.remove(folder)
    for path in folder.glob(f"{_DATABASE}*"):
        path.unlink()


def _has_screen() -> bool:
    """Whether a browser can show itself; without a screen, Python would take one for terminals."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True
