"""Pages of other sites that organisers name: fetched within limits, and parsed in the worker.

What the settings name may be at private addresses. Nothing else is read there, though an organiser
names it or a page leads to it.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar, TypeVarTuple

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.errors import SyllabotError, UserError, WorkerError, WorkerTimeout
from bot.fetch import Fetched, Fetcher, FetchError, NotModified, Refused, TooSoon
from bot.inputs.links import address_key
from bot.log import new_reference
from bot.worker import Worker

FETCH_SECONDS = 10.0
"""How long a site may take for its answer, wherever it leads."""

log = logging.getLogger(__name__)


class PageTrouble(SyllabotError):
    """A page cannot be used. The text is a few words about it, fit for organisers.

    ``wait`` is how long its site asks to be left alone.
    """

    def __init__(self, text: str, *, wait: timedelta | None = None) -> None:
        """Keep what may help."""
        super().__init__(text)
        self.wait = wait


Parts = TypeVarTuple("Parts")
Parsed = TypeVar("Parsed")


class NamedPages:
    """Fetches and parses the pages of one feature. ``named`` are those that the settings name.

    ``max_bytes`` is the largest page taken, after decompression; ``gap_seconds`` is the pause
    between two requests to a site.
    """

    def __init__(
        self,
        clock: Clock,
        worker: Worker,
        *,
        named: Iterable[str],
        gap_seconds: float,
        fetch_seconds: float,
        max_bytes: int,
    ) -> None:
        """Wire it; nothing connects yet."""
        known = tuple(named)
        self._worker = worker
        self._named_keys = {address_key(url) for url in known}
        self._named, self._open = (
            Fetcher(
                clock,
                gap_seconds=gap_seconds,
                named=allowed,
                max_bytes=max_bytes,
                timeout_seconds=fetch_seconds,
            )
            for allowed in (known, ())
        )

    async def fetch(
        self, url: str, *, etag: str | None, last_modified: str | None
    ) -> Fetched | None:
        """The page at ``url``; None when it has not changed since ``etag`` or ``last_modified``.

        Raises:
            PageTrouble: there is none that can be used.
            TooSoon: its site wants to be left alone for a while.
        """
        fetcher = self._named if address_key(url) in self._named_keys else self._open
        try:
            page = await fetcher.get(url, etag=etag, last_modified=last_modified)
        except TooSoon:
            raise
        except FetchError as error:
            wait = error.retry_after if isinstance(error, Refused) else None
            raise PageTrouble(str(error), wait=wait) from error
        return None if isinstance(page, NotModified) else page

    async def parse(
        self, parser: Callable[[*Parts], Parsed], *args: *Parts, seconds: float, about: str
    ) -> Parsed:
        """What ``parser(*args)`` gives in the worker; ``about`` names the page in the log.

        Raises:
            PageTrouble: it took longer than ``seconds``, or its content breaks the parser.
        """
        try:
            return await self._worker.run(parser, *args, timeout=seconds)
        except WorkerTimeout:
            raise PageTrouble("it took too long to read") from None
        except WorkerError:
            raise PageTrouble("it could not be read") from None
        except Exception as error:  # noqa: BLE001 - whatever a page's content makes a library raise
            raise PageTrouble(_broke(error, about)) from None

    async def close(self) -> None:
        """Close the connections."""
        await self._named.close()
        await self._open.close()


class DuePage(Protocol):
    """A page whose turn it is, with what spares a repetition."""

    @property
    def url(self) -> str: ...
    @property
    def etag(self) -> str | None: ...
    @property
    def last_modified(self) -> str | None: ...


Due = TypeVar("Due", bound=DuePage)
Found = TypeVar("Found")
FoundOut = TypeVar("FoundOut", covariant=True)


class PageSource(Protocol[FoundOut]):
    """Reads a page; raises as `NamedPages.fetch` and `NamedPages.parse` do."""

    async def read(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FoundOut | None:
        """What stands at ``url``; None when it has not changed."""


class Turns(Protocol[Due]):
    """Whose turn it is among a feature's pages: a module of functions, for transactions of ours."""

    async def next_due(self, session: AsyncSession, /) -> datetime | None:
        """When the next page is due."""

    async def claim(self, session: AsyncSession, now: datetime, /) -> Due | None:
        """One that is due, for this process alone."""

    async def put_off(self, session: AsyncSession, due: Due, until: datetime | None, /) -> None:
        """Give one back unread, due as it is or at an instant."""

    async def failed(
        self,
        session: AsyncSession,
        due: Due,
        trouble: str,
        wait: timedelta | None,
        now: datetime,
        /,
    ) -> None:
        """Keep in a few words why one was of no use, and how long its site asks to wait."""

    async def set_right(self, session: AsyncSession, now: datetime, /) -> None:
        """Pull back what a clock that stood ahead has put off."""


async def read_now(source: PageSource[FoundOut], url: str, *, typed: str) -> FoundOut:
    """What stands at ``url``, for somebody who waits for it; ``typed`` is what they said.

    Raises:
        PageTrouble: there is none that can be used.
        UserError: its site wants to be left alone for a while; it carries what was typed.
    """
    try:
        found = await source.read(url)
    except TooSoon:
        raise UserError(
            "That site asked to be left alone for a while. Nothing was changed; try again in an "
            "hour.",
            typed=typed,
        ) from None
    assert found is not None, "without validators there is always an answer"
    return found


class PageReader(Generic[Due, Found]):
    """Reads a feature's pages when they are due, one after the other.

    ``store`` keeps what a reading brought (None: nothing new); ``title`` names a page in the log,
    where nothing else of it stands. One page's failure never keeps another from being read.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        source: PageSource[Found],
        turns: Turns[Due],
        *,
        store: Callable[[Database, Due, Found | None, datetime], Awaitable[None]],
        title: Callable[[Due], str],
    ) -> None:
        """Wire the parts."""
        self._db = db
        self._clock = clock
        self._source = source
        self._turns = turns
        self._store = store
        self._title = title
        self._turn = asyncio.Lock()

    async def next_due(self) -> datetime | None:
        """When the next page is to be read."""
        async with self._db.read() as session:
            return await self._turns.next_due(session)

    async def run_due(self) -> None:
        """Read every page that is due; a second caller waits for the first."""
        async with self._turn:
            due = await self.next_due()
            if due is None or due > self._clock.now():
                return
            while (page := await self._claim()) is not None:
                await self._read(page)

    async def set_right(self) -> None:
        """Pull back what is due later than it ever should be."""
        async with self._db.begin() as session:
            await self._turns.set_right(session, self._clock.now())

    async def _claim(self) -> Due | None:
        async with self._db.begin() as session:
            return await self._turns.claim(session, self._clock.now())

    async def _read(self, page: Due) -> None:
        try:
            found = await self._source.read(
                page.url, etag=page.etag, last_modified=page.last_modified
            )
        except TooSoon as error:
            await self._put_off(page, error.until)
        except PageTrouble as error:
            log.info("%s: %s", self._title(page), error)
            await self._failed(page, str(error), error.wait)
        except asyncio.CancelledError:
            # The bot stops: whoever comes next need not wait for the claim to run out.
            await self._put_off(page, None)
            raise
        else:
            await self._keep(page, found)

    async def _keep(self, page: Due, found: Found | None) -> None:
        try:
            await self._store(self._db, page, found, self._clock.now())
        except Exception as error:  # noqa: BLE001 - what this page brought; others are due too
            await self._failed(page, _broke(error, self._title(page)), None)

    async def _failed(self, page: Due, trouble: str, wait: timedelta | None) -> None:
        async with self._db.begin() as session:
            await self._turns.failed(session, page, trouble, wait, self._clock.now())

    async def _put_off(self, page: Due, until: datetime | None) -> None:
        async with self._db.begin() as session:
            await self._turns.put_off(session, page, until)


def _broke(error: Exception, about: str) -> str:
    """What organisers hear of ``error``. The log has where it broke, and none of the texts.

    Those are the page's.
    """
    where = "".join(traceback.format_tb(error.__traceback__))
    reference = new_reference()
    log.error("Reference %s: %s in %s\n%s", reference, type(error).__name__, about, where)
    return f"something broke on my side, reference {reference}"
