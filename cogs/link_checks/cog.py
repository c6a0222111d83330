"""The job that checks links; organisers switch it on where the library leads them."""

from __future__ import annotations

from datetime import timedelta

from discord.ext import commands

from bot.client import Syllabot
from bot.fetch import Fetcher
from bot.link_checks.checking import LinkChecker
from bot.scheduling import SET_RIGHT

_EVERY = timedelta(minutes=1)
_SECONDS = 15.0
"""How long a site may take for its answer."""


class LinkFetcher:
    """A bot's way to the pages that links lead to (``bot.part(LinkFetcher)``)."""

    def __init__(self, bot: Syllabot) -> None:
        """Wire it; nothing connects yet. Hosts have their turns in the database, so no gap here."""
        private = bot.settings.links.private
        self.fetcher = Fetcher(bot.clock, gap_seconds=0, named=private, timeout_seconds=_SECONDS)

    async def close(self) -> None:
        """Close the connections."""
        await self.fetcher.close()


class LinkChecks(commands.Cog):
    """Checks the links of the groups that want it."""

    def __init__(self, bot: Syllabot) -> None:
        """Let links be asked from now on, unless the settings forbid it."""
        if not bot.settings.links.check:
            return
        checker = LinkChecker(bot.db, bot.clock, bot.part(LinkFetcher).fetcher)
        bot.jobs.add("links set right", checker.set_right, every=SET_RIGHT, on_set_clock=False)
        bot.jobs.add("links", checker.run_due, every=_EVERY, next_due=checker.next_due)
