"""The other way to remind many: a bot of few lines with an APScheduler job for each of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import discord
import yarl
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from discord import app_commands
from discord.gateway import DiscordWebSocket

_SOON = timedelta(seconds=1)


class JobBot(discord.Client):
    """``/help``, and a job with a date for each conversation."""

    def __init__(self, api_url: str, gateway_url: str) -> None:
        """Point discord.py at the sandbox."""
        discord.http.Route.BASE = api_url
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)
        # Each 429, and each message that is given up after five of them, would be a line.
        logging.getLogger("discord.http").setLevel(logging.ERROR)
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)

    async def setup_hook(self) -> None:
        """Register the command."""

        @self.tree.command(name="help", description="What I do")
        async def tell(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("I remind you.", ephemeral=True)

        await self.tree.sync()

    async def remind_all(self, channels: Iterable[int]) -> None:
        """Let all jobs fall due at once; comes back when the last one has ended, or failed."""
        scheduler, left, done = AsyncIOScheduler(timezone=UTC), set(channels), asyncio.Event()
        due = datetime.now(UTC) + _SOON
        for channel in left:
            # Kinder than its default, which drops what is a second late.
            scheduler.add_job(
                *(self._remind, DateTrigger(due)),
                args=[channel],
                id=str(channel),
                misfire_grace_time=None,
            )

        def ended(event: object) -> None:
            left.discard(int(event.job_id))  # type: ignore[attr-defined]  # the two below have one
            if not left:
                done.set()

        scheduler.add_listener(ended, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)
        scheduler.start()
        await done.wait()
        scheduler.shutdown()

    async def _remind(self, channel: int) -> None:
        await self.get_partial_messageable(channel).send("Good morning. What is today for?")
