"""The links job: asks each link when it is due, one request at a time.

One link's failure never keeps another from being asked. No address of a link stands in the log.
"""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.clock import Clock
from bot.db import Database
from bot.fetch import Fetcher, FetchError, TooSoon
from bot.link_checks import turns
from bot.link_checks.rules import judge, unanswered
from bot.link_checks.values import DueLink, Later, Verdict


class LinkChecker:
    """Asks the links of the groups that switched it on."""

    def __init__(self, db: Database, clock: Clock, fetcher: Fetcher) -> None:
        """Wire the parts."""
        self._db = db
        self._clock = clock
        self._fetcher = fetcher
        self._turn = asyncio.Lock()

    async def next_due(self) -> datetime | None:
        """When the next request is to go out."""
        async with self._db.read() as session:
            return await turns.next_due(session)

    async def run_due(self) -> None:
        """Begin the weeks that have come, and ask all that is due; a second caller waits."""
        async with self._turn:
            due = await self.next_due()
            if due is None or due > self._clock.now():
                return
            while await self._begin_week():
                pass
            while (link := await self._claim()) is not None:
                await self._check(link)

    async def set_right(self) -> None:
        """Pull back what is due later than it ever should be; see `turns.set_right`."""
        async with self._db.begin() as session:
            await turns.set_right(session, self._clock.now())

    async def _begin_week(self) -> bool:
        async with self._db.begin() as session:
            return await turns.begin_week(session, self._clock.now())

    async def _claim(self) -> DueLink | None:
        async with self._db.begin() as session:
            return await turns.claim(session, self._clock.now())

    async def _check(self, link: DueLink) -> None:
        try:
            verdict = await self._ask(link)
        except asyncio.CancelledError:
            # The bot stops: whoever comes next need not wait for the claim to run out.
            async with self._db.begin() as session:
                await turns.give_back(session, link)
            raise
        async with self._db.begin() as session:
            await turns.told(session, link, verdict, self._clock.now())

    async def _ask(self, link: DueLink) -> Verdict:
        step = link.step
        try:
            answer = await self._fetcher.ask(step.url, step.method)
        except TooSoon as error:
            return Later(error.until - self._clock.now())
        except FetchError as error:
            return unanswered(str(error), step)
        return judge(answer.status, step, location=answer.location, wait=answer.retry_after)
