"""Reading from other people's servers politely: caps, timeouts, caching, and taking turns.

* ``FetchError``
  x ``Unreachable`` - no answer: no such host, refused, reset, timed out
  x ``Refused`` - an answer with a status that is neither 200 nor 304
  x ``Unreadable`` - an answer that cannot be used: too large, cut short, not what it should be

Requests to one site (``rss.arxiv.org`` and ``export.arxiv.org`` are one) go one at a time, with a
gap between them; a site that asks to wait is left alone until then.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp

from bot import __version__
from bot.clock import Clock
from bot.errors import SyllabotError

USER_AGENT = f"Syllabot/{__version__} (Discord bot for study groups; reads feeds once a day)"

MAX_BYTES = 8 * 1024 * 1024
"""The largest body taken, after decompression."""

TIMEOUT_SECONDS = 30.0
"""For one request as a whole."""

_CHUNK = 64 * 1024
_MAX_REDIRECTS = 3
_KEPT_OF_A_REFUSAL = 16 * 1024
LONGEST_WAIT = timedelta(days=1)
"""Nobody is left alone for longer, whatever they ask."""

_MAX_HEADER = 200


class FetchError(SyllabotError):
    """A page could not be had. The text is a few words, fit for organisers."""


class Unreachable(FetchError):
    """There was no answer."""


class Refused(FetchError):
    """The answer was a refusal. ``retry_after`` is how long the site asks to be left alone."""

    def __init__(self, status: int, *, retry_after: timedelta | None = None, body: bytes = b""):
        """Keep the status, the wait asked for and the beginning of the body."""
        super().__init__(f"it answered with status {status}")
        self.status = status
        self.retry_after = retry_after
        self.body = body


class Unreadable(FetchError):
    """The answer cannot be used."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page. Give ``etag`` and ``last_modified`` back next time to be spared a repetition."""

    body: bytes
    content_type: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The page is as it was when its ``etag`` or ``last_modified`` were given."""


class _Lane:
    """The turns of one site."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.free_at = 0.0
        self.wait = timedelta()
        self.wait_until: datetime | None = None
        self.status = 0


class Fetcher:
    """One HTTP client for the process. ``gap_seconds`` is the pause between requests to a site."""

    def __init__(
        self,
        clock: Clock,
        *,
        gap_seconds: float,
        max_bytes: int = MAX_BYTES,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        """Prepare; nothing connects before the first use."""
        self.clock = clock
        self.gap_seconds = gap_seconds
        self._max_bytes = max_bytes
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds)
        self._lanes: dict[str, _Lane] = {}
        self._session: aiohttp.ClientSession | None = None

    async def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified:
        """Read ``url``, or learn that it has not changed since ``etag`` or ``last_modified``.

        Raises:
            Unreachable: no answer within the timeout.
            Refused: a status other than 200 and 304, or the site asked to wait and it is too soon.
            Unreadable: the body is larger than ``max_bytes`` or was cut short.
        """
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        async with self.turn(url):
            try:
                async with self._open().get(
                    url, headers=headers, max_redirects=_MAX_REDIRECTS
                ) as response:
                    return await self._read(response)
            except (aiohttp.ClientPayloadError, aiohttp.TooManyRedirects) as error:
                raise Unreadable("its answer was cut short or led in circles") from error
            except TimeoutError as error:
                raise Unreachable("it did not answer in time") from error
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise Unreachable("it could not be reached") from error

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Hold the site of ``url`` alone; begins when the gap after its last request is over.

        For clients of the same site that bring their own HTTP, so that all take turns.

        Raises:
            Refused: the site asked to be left alone, and that time is not over.
        """
        lane = self._lanes.setdefault(_site(url), _Lane())
        async with lane.lock:
            now = self.clock.now()
            if lane.wait_until is not None:
                # A clock that was set back must not make the wait longer than was asked.
                lane.wait_until = min(lane.wait_until, now + lane.wait)
            if lane.wait_until is not None and now < lane.wait_until:
                raise Refused(lane.status, retry_after=lane.wait_until - now)
            loop = asyncio.get_running_loop()
            await asyncio.sleep(max(0.0, lane.free_at - loop.time()))
            try:
                yield
            except Refused as error:
                if error.retry_after is not None:
                    lane.status = error.status
                    lane.wait = error.retry_after
                    lane.wait_until = self.clock.now() + error.retry_after
                raise
            finally:
                lane.free_at = loop.time() + self.gap_seconds

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=self._timeout,
                connector=aiohttp.TCPConnector(limit_per_host=1),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def _read(self, response: aiohttp.ClientResponse) -> Fetched | NotModified:
        if response.status == 304:
            return NotModified()
        if response.status != 200:
            body = await response.content.read(_KEPT_OF_A_REFUSAL)
            wait = wait_asked(response.headers.get("Retry-After"), self.clock.now())
            raise Refused(response.status, retry_after=wait, body=body)
        whole = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            whole += chunk
            if len(whole) > self._max_bytes:
                raise Unreadable(f"its answer is larger than {self._max_bytes / 2**20:.0f} MiB")
        return Fetched(
            bytes(whole),
            response.content_type,
            _short(response.headers.get("ETag")),
            _short(response.headers.get("Last-Modified")),
        )


def wait_asked(header: str | None, now: datetime) -> timedelta | None:
    """How long a ``Retry-After`` header (seconds or a date) asks to wait, at most a day.

    None without a header, or with one that says nothing.
    """
    if header is None:
        return None
    if header.strip().isascii() and header.strip().isdigit():
        wait = timedelta(seconds=min(int(header[:9]), LONGEST_WAIT.total_seconds()))
    else:
        try:
            until = parsedate_to_datetime(header)
        except (ValueError, OverflowError):
            return None
        wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta()), LONGEST_WAIT)


def _site(url: str) -> str:
    """What takes turns together: the last two labels of a host name, or a whole address."""
    host = urlsplit(url).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return ".".join(host.split(".")[-2:])
    return urlsplit(url).netloc


def _short(header: str | None) -> str | None:
    """A validator worth keeping; one that is absurdly long is not."""
    return header if header is not None and len(header) <= _MAX_HEADER else None
