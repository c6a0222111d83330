"""What papers need of the outside: the HTTP client, arXiv's API and the feeds job."""

from __future__ import annotations

from datetime import timedelta

from discord.ext import commands

from bot.client import Syllabot
from bot.errors import UserError
from bot.fetch import Fetcher, FetchError
from bot.papers.arxiv_api import ArxivApi
from bot.papers.feeds import Entry
from bot.papers.polling import FeedPoller

_EVERY = timedelta(seconds=30)


class ArxivLookup(commands.Cog):
    """Owns the connection to arXiv; one per bot, so that requests take turns."""

    def __init__(self, bot: Syllabot) -> None:
        """Wire it to the addresses that the settings name."""
        settings = bot.settings.papers
        self.fetcher = Fetcher(bot.clock, gap_seconds=settings.request_gap_seconds)
        self.api = ArxivApi(self.fetcher, settings.api_url)
        self.poller = FeedPoller(bot.db, bot.clock, self.fetcher, self.api, settings.rss_url)
        bot.jobs.add("feeds", self.poller.run_due, every=_EVERY, next_due=self.poller.next_due)

    @staticmethod
    def of(bot: Syllabot) -> ArxivLookup:
        """The one of this bot."""
        cog = bot.get_cog(ArxivLookup.__name__)
        assert isinstance(cog, ArxivLookup), "added by the extension's setup"
        return cog

    async def find(self, key: str, *, typed: str) -> Entry:
        """The paper with this id, asked of arXiv.

        Raises:
            UserError: there is none, or arXiv cannot be asked now; gives back what was typed.
        """
        try:
            found = await self.api.find(key)
        except FetchError:
            raise UserError(
                "arXiv does not answer just now, so I could not look that paper up. Nothing was "
                "saved; try again in a few minutes.",
                typed=typed,
            ) from None
        if found is None:
            raise UserError(
                f"arXiv has no paper with the id `{key}`. Check the number and try again.",
                typed=typed,
            )
        return found.entry

    async def cog_unload(self) -> None:
        """Close the connections."""
        self.api.close()
        await self.fetcher.close()
