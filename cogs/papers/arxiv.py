"""What papers need of the outside: the HTTP client, arXiv's API and the reading of feeds."""

from __future__ import annotations

from bot.arxiv.api import ArxivApi
from bot.arxiv.polling import FeedPoller
from bot.arxiv.values import FeedEntry
from bot.client import Syllabot
from bot.errors import UserError
from bot.fetch import Fetcher, FetchError


class Arxiv:
    """A bot's connection to arXiv (``bot.part(Arxiv)``); one, so that requests take turns."""

    def __init__(self, bot: Syllabot) -> None:
        """Wire it to the addresses that the settings name; nothing connects yet."""
        settings = bot.settings.papers
        self.fetcher = Fetcher(
            bot.clock,
            gap_seconds=settings.request_gap_seconds,
            named=(settings.rss_url, settings.api_url),
        )
        self.api = ArxivApi(self.fetcher, bot.worker, settings.api_url)
        self.poller = FeedPoller(
            bot.db, bot.clock, self.fetcher, bot.worker, self.api, settings.rss_url
        )

    async def find(self, key: str, *, typed: str) -> FeedEntry:
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

    async def close(self) -> None:
        """Close the connections."""
        await self.fetcher.close()
