"""Papers on Discord: the weekly shortlist, the private vote, the result and its thread."""

from __future__ import annotations

from bot.client import Syllabot
from bot.papers import rounds
from cogs.common import include
from cogs.papers.cog import Papers
from cogs.papers.lookup import ArxivLookup
from cogs.papers.sender import RoundSender
from cogs.papers.views import routes


async def setup(bot: Syllabot) -> None:
    """Add the commands, the buttons, the feeds job and the weekly deliveries."""
    lookup = ArxivLookup(bot)
    include(bot, routes)
    await bot.add_cog(lookup)
    await bot.add_cog(Papers())
    bot.changes.on_group(rounds.schedule)
    RoundSender(bot, lookup.poller).register()
