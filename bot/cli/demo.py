"""The demo: sandbox and bot in one process, with a database and a clock of their own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot import db
from bot.cli import demo_group, guide
from bot.client import Syllabot
from bot.config import (
    DatabaseSettings,
    DiscordSettings,
    LinksSettings,
    NewsSettings,
    PapersSettings,
    Secret,
    Settings,
)
from bot.feature import session_info
from bot.plans import service as plans
from bot.scheduling import agenda
from cogs.features import FEATURES
from sandbox import Sandbox, SettableClock
from sandbox.page import Control, Due, Page
from sandbox.persistence import keeping

_DUE_SHOWN = 40
DATABASE = "demo.db"


class Demo:
    """One sandbox, one database, and the bot that runs on them."""

    def __init__(self, folder: Path, clock: SettableClock, sandbox: Sandbox) -> None:
        """Point settings at the sandbox; the person's own settings play no part."""
        self.clock = clock
        self.sandbox = sandbox
        self._newsletters = [sandbox.feeds.newsletter_url, sandbox.feeds.notes_url]
        self.settings = Settings(
            discord=DiscordSettings(
                token=Secret(sandbox.world.application.token),
                api_url=sandbox.api_url,
                cdn_url=sandbox.cdn_url,
                gateway_url=sandbox.gateway_url,
            ),
            database=DatabaseSettings(url=Secret(f"sqlite:///{folder / DATABASE}")),
            papers=PapersSettings(
                rss_url=sandbox.feeds.rss_url,
                api_url=sandbox.feeds.api_url,
                request_gap_seconds=0,
            ),
            news=NewsSettings(feeds=self._newsletters, request_gap_seconds=0),
            # The demo needs no network, and its clock may run.
            links=LinksSettings(check=False),
        )
        self._running: tuple[Syllabot, db.Database, asyncio.Task[None]] | None = None
        sandbox.page = Page(
            title="Syllabot",
            guide=guide.FIRST_DAY,
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

    @property
    def bot(self) -> Syllabot:
        """The bot, which must be running."""
        assert self._running is not None
        return self._running[0]

    async def set_up(self, plan: str | None, **changes: str | int) -> demo_group.DemoGroup:
        """Make the study group: its server and people, and what its organiser does first.

        ``plan`` is the text of a plan file; without one the group follows the plan that ships.
        ``changes`` are further options of ``/setup``.
        """
        group = demo_group.gather(self.sandbox)
        organiser = group.people[demo_group.ORGANISER]
        options = {"zone": demo_group.GROUP_ZONE, "categories": demo_group.CATEGORIES, **changes}
        seen = await organiser.slash("setup", options={**group.channels, **options})
        assert not seen.failed, seen.failed
        await organiser.slash("join", zone=organiser.zone)
        for url in self._newsletters:
            await organiser.slash("news add", url=url)
        if plan is not None:
            async with self.bot.db.begin() as session:
                await plans.load(session, group.guild.id, plan, now=self.clock.now())
        return group

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
async def serving(
    folder: Path, clock: SettableClock, kept: keeping.Kept | None = None, *, port: int = 0
) -> AsyncIterator[Demo]:
    """A demo on ``folder`` whose bot is not started yet, in the world that was ``kept`` there."""
    sandbox = Sandbox(clock=clock, port=port, application_name="Syllabot")
    if kept is not None:
        keeping.restore(kept, sandbox.world)
    # Days pass in seconds here; Discord's per-channel limits count real ones.
    sandbox.limiter.relax()
    async with sandbox:
        demo = Demo(folder, clock, sandbox)
        try:
            yield demo
        finally:
            await demo.stop_bot()


@asynccontextmanager
async def running(folder: Path, clock: SettableClock) -> AsyncIterator[Demo]:
    """A demo that begins anew on ``folder``, with its bot connected."""
    async with serving(folder, clock) as demo:
        await demo.start_bot()
        yield demo
