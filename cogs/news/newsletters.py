"""What newsletters need of the outside: the reading of feeds, when they are due and at once."""

from __future__ import annotations

from bot.client import Syllabot
from bot.named_pages import FETCH_SECONDS
from bot.news.reading import news_reader
from bot.news.source import FeedSource


class Newsletters:
    """A bot's connection to newsletters (``bot.part(Newsletters)``); one, for turns."""

    fetch_seconds = FETCH_SECONDS

    def __init__(self, bot: Syllabot) -> None:
        """Wire it to the feeds that the settings name; nothing connects yet."""
        settings = bot.settings.news
        self.named = tuple(settings.feeds)
        self.source = FeedSource(
            bot.clock,
            bot.worker,
            named=self.named,
            gap_seconds=settings.request_gap_seconds,
            fetch_seconds=self.fetch_seconds,
        )
        self.reader = news_reader(bot.db, bot.clock, self.source)

    async def close(self) -> None:
        """Close the connections."""
        await self.source.close()
