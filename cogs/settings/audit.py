"""The daily job that ends what the log of settings has held for long enough."""

from __future__ import annotations

from datetime import timedelta

from discord.ext import commands

from bot.client import Syllabot
from bot.groups import audit

_EVERY = timedelta(days=1)


class AuditPurge(commands.Cog):
    """Removes changes of settings after their time."""

    def __init__(self, bot: Syllabot) -> None:
        """Purge the database of ``bot``."""
        self.bot = bot
        bot.jobs.add("log of settings", self.run, every=_EVERY)

    async def run(self) -> None:
        """Remove those whose time is over."""
        async with self.bot.db.begin() as session:
            await audit.purge(session, self.bot.clock.now())
