"""The daily job that ends what check-ins have kept for long enough."""

from __future__ import annotations

from datetime import timedelta

from discord.ext import commands

from bot.checkins import service
from bot.client import Syllabot

_EVERY = timedelta(days=1)


class CheckInPurge(commands.Cog):
    """Removes check-ins after their time."""

    def __init__(self, bot: Syllabot) -> None:
        """Purge the database of ``bot``."""
        self.bot = bot
        bot.jobs.add("check-ins", self.run, every=_EVERY)

    async def run(self) -> None:
        """Remove those whose time is over."""
        async with self.bot.db.begin() as session:
            await service.purge(session, self.bot.clock.now())
