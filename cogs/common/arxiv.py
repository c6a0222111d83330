"""What papers need of the outside: the HTTP client, arXiv's API and the reading of feeds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from bot.arxiv import ingest
from bot.arxiv.api import MAX_DETAILS, ArxivApi
from bot.arxiv.polling import FeedPoller
from bot.arxiv.values import FeedEntry
from bot.client import Syllabot
from bot.errors import UserError, WorkerError
from bot.fetch import Fetcher, FetchError

# A shortlist opens without venues rather than late; a delivery has 20 seconds in all.
_DESCRIBE_SECONDS = 8.0

log = logging.getLogger(__name__)


class Arxiv:
    """A bot's connection to arXiv (``bot.part(Arxiv)``); one, so that requests take turns."""

    def __init__(self, bot: Syllabot) -> None:
        """Wire it to the addresses that the settings name; nothing connects yet."""
        settings = bot.settings.papers
        self._db, self._clock = bot.db, bot.clock
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

    async def describe(self, keys: Sequence[str]) -> None:
        """Ask arXiv where papers were accepted and whether they stand, once for each version.

        At most a hundred of ``keys`` are asked about, in one request; those that are not known are
        from then on. Nothing is raised when that does not work: they stay as they are, to be asked
        about the next time.
        """
        async with self._db.read() as session:
            wanted = await ingest.undescribed(session, keys)
        if not wanted:
            return
        try:
            async with asyncio.timeout(_DESCRIBE_SECONDS):
                found = await self.api.details(wanted[:MAX_DETAILS])
        except (FetchError, WorkerError, TimeoutError) as error:
            reason = str(error) or "it did not answer in time"
            log.info("Venues of %d papers have to wait: %s", len(wanted), reason)
            return
        async with self._db.begin() as session:
            await ingest.store_details(session, found, self._clock.now())

    async def close(self) -> None:
        """Close the connections."""
        await self.fetcher.close()
