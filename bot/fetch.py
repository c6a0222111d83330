"""Reading from other people's servers politely: caps, timeouts, caching, and taking turns.

* ``FetchError``
  x ``Unreachable`` - no answer: no such host, refused, reset, timed out
  x ``Refused`` - an answer with a status that is neither 200 nor, where it was asked for, 304
  x ``TooSoon`` - not asked, for the site asked to be left alone for a while
  x ``Unreadable`` - an answer that cannot be used: too large, cut short, not what it should be

Requests to one site (``rss.arxiv.org`` and ``export.arxiv.org`` are one) go one at a time, with a
gap between them; a site that asks to wait is left alone until then.

An answer may lead elsewhere, but only to addresses of the open internet: what runs beside the bot
or in its network is nobody else's to ask. What the settings name is asked wherever it is.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal, TypeAlias

import aiohttp
from yarl import URL

from bot import __version__
from bot.addresses import is_public
from bot.clock import Clock
from bot.errors import SyllabotError

USER_AGENT = f"Syllabot/{__version__} (Discord bot for study groups; reads feeds once a day)"

MAX_BYTES = 8 * 1024 * 1024
"""The largest body taken, after decompression."""

TIMEOUT_SECONDS = 30.0
"""For one request as a whole, wherever it leads."""

_Address: TypeAlias = tuple[
    int, int, int, str, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]
]
Method = Literal["HEAD", "GET"]

_VALIDATORS = ("If-None-Match", "If-Modified-Since")
_REDIRECTS = {301, 302, 303, 307, 308}
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


class TooSoon(FetchError):
    """Nothing was asked: the site wants to be left alone until ``until``."""

    def __init__(self, until: datetime) -> None:
        """Keep when it may be asked again."""
        super().__init__("its site asked to be left alone for a while")
        self.until = until


class Unreadable(FetchError):
    """The answer cannot be used."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page. Give ``etag`` and ``last_modified`` back next time to be spared a repetition.

    ``url`` is where it was found, in the end.
    """

    body: bytes
    content_type: str
    etag: str | None = None
    last_modified: str | None = None
    url: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class NotModified:
    """The page is as it was when its ``etag`` or ``last_modified`` were given."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a single request was answered: no body, and not followed to where it leads.

    ``location`` is where it leads, as an address of its own; ``retry_after`` is how long the site
    asks to be left alone.
    """

    status: int
    location: str | None = None
    retry_after: timedelta | None = None


class _Lane:
    """The turns of one site."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.free_at = 0.0
        self.wait = timedelta()
        self.wait_until: datetime | None = None

    def left_alone_until(self, now: datetime) -> datetime | None:
        """Until when the site asked not to be asked, while that lies ahead."""
        if self.wait_until is None or self.wait_until <= now:
            return None
        # A clock that was set back must not make the wait longer than was asked.
        self.wait_until = min(self.wait_until, now + self.wait)
        return self.wait_until


class Fetcher:
    """One HTTP client for the process. ``gap_seconds`` is the pause between requests to a site.

    ``named`` are the addresses in the settings: their hosts and ports may be private ones.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        gap_seconds: float,
        named: Iterable[str] = (),
        max_bytes: int = MAX_BYTES,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        """Prepare; nothing connects before the first use."""
        self._clock = clock
        self._gap_seconds = gap_seconds
        self._named = {(url.host, url.port) for url in map(URL, named)}
        self._max_bytes = max_bytes
        self._timeout_seconds = timeout_seconds
        self._lanes: dict[str, _Lane] = {}
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified:
        """Read ``url``, or learn that it has not changed since ``etag`` or ``last_modified``.

        Raises:
            Unreachable: no answer within the timeout, or none that may be asked for.
            Refused: a status other than 200, or 304 where it was asked whether it has changed.
            TooSoon: the site asked to wait, and that time is not over.
            Unreadable: the body is larger than ``max_bytes`` or was cut short.
        """
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        async with self._turn(url), self._told_as_fetch_errors():
            return await self._follow(URL(url), headers)

    async def ask(self, url: str, method: Method) -> Answer:
        """What ``url`` answers to one request; nothing of a body is read, nothing followed.

        Raises:
            Unreachable: no answer within the timeout, or none that may be asked for.
            TooSoon: the site asked to wait, and that time is not over.
        """
        headers = {"User-Agent": USER_AGENT}
        async with self._turn(url), self._told_as_fetch_errors():
            where = URL(url)
            session = self._session_for(where)
            async with session.request(
                method, where, headers=headers, allow_redirects=False
            ) as response:
                # However large the body is, it stays where it is.
                response.close()
                target = response.headers.get("Location")
                is_redirect = response.status in _REDIRECTS and target is not None
                return Answer(
                    response.status,
                    str(where.join(URL(target))) if is_redirect and target else None,
                    wait_asked(response.headers.get("Retry-After"), self._clock.now()),
                )

    @asynccontextmanager
    async def _told_as_fetch_errors(self) -> AsyncIterator[None]:
        """Give the whole its time, and say in a few words what went wrong."""
        try:
            async with asyncio.timeout(self._timeout_seconds):
                yield
        except aiohttp.ClientPayloadError as error:
            raise Unreadable("its answer was cut short") from error
        except TimeoutError as error:
            raise Unreachable("it did not answer in time") from error
        except _PrivateAddress as error:
            raise Unreachable(str(error)) from error
        except aiohttp.ClientSSLError as error:
            raise Unreachable("its certificate cannot be trusted") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            if isinstance(getattr(error, "os_error", None), _PrivateAddress):
                raise Unreachable(str(_PrivateAddress())) from error
            raise Unreachable("it could not be reached") from error

    def left_alone_until(self, url: str) -> datetime | None:
        """Until when the site of ``url`` asked not to be asked; None when it may be."""
        lane = self._lanes.get(_site(url))
        return None if lane is None else lane.left_alone_until(self._clock.now())

    @asynccontextmanager
    async def _turn(self, url: str) -> AsyncIterator[None]:
        """Hold the site of ``url`` alone; begins when the gap after its last request is over."""
        lane = self._lanes.setdefault(_site(url), _Lane())
        async with lane.lock:
            until = lane.left_alone_until(self._clock.now())
            if until is not None:
                raise TooSoon(until)
            loop = asyncio.get_running_loop()
            await asyncio.sleep(max(0.0, lane.free_at - loop.time()))
            try:
                yield
            except Refused as error:
                if error.retry_after is not None:
                    lane.wait = error.retry_after
                    lane.wait_until = self._clock.now() + error.retry_after
                raise
            finally:
                lane.free_at = loop.time() + self._gap_seconds

    async def _follow(self, url: URL, headers: dict[str, str]) -> Fetched | NotModified:
        """Ask, and go where the answers lead; each address on the way is looked at anew."""
        for _ in range(1 + _MAX_REDIRECTS):
            session = self._session_for(url)
            async with session.get(url, headers=headers, allow_redirects=False) as response:
                target = response.headers.get("Location")
                if response.status not in _REDIRECTS or target is None:
                    return await self._read(response)
                url = url.join(URL(target))
        raise Unreadable("its answer led in circles")

    async def close(self) -> None:
        """Close the connections."""
        while self._sessions:
            _is_named, session = self._sessions.popitem()
            await session.close()

    def _session_for(self, url: URL) -> aiohttp.ClientSession:
        """The client for hosts that the settings name, or the one for all others.

        Raises:
            Unreachable: it is no address of the web.
        """
        if url.scheme not in ("http", "https"):
            raise Unreachable("it led to an address that is not the web's")
        is_named = (url.host, url.port) in self._named
        if is_named not in self._sessions:
            connector = aiohttp.TCPConnector(
                limit_per_host=1, socket_factory=None if is_named else _public_socket
            )
            self._sessions[is_named] = aiohttp.ClientSession(
                # The whole is timed by whoever follows.
                timeout=aiohttp.ClientTimeout(total=None),
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._sessions[is_named]

    async def _read(self, response: aiohttp.ClientResponse) -> Fetched | NotModified:
        asked = response.request_info.headers
        if response.status == 304 and any(each in asked for each in _VALIDATORS):
            return NotModified()
        if response.status != 200:
            body = await response.content.read(_KEPT_OF_A_REFUSAL)
            wait = wait_asked(response.headers.get("Retry-After"), self._clock.now())
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
            str(response.url),
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


class _PrivateAddress(OSError):
    """A name or an address led to somebody's own network."""

    def __init__(self) -> None:
        super().__init__("it leads to a private address")


def _public_socket(address: _Address) -> socket.socket:
    """A socket for an address of the open internet.

    Here, and not where a name is looked up: what is connected to counts, however it was written,
    and a name may mean something else the next time.

    Raises:
        OSError: it is a private one.
    """
    family, kind, protocol, _name, where = address
    if not is_public(str(where[0])):
        raise _PrivateAddress
    return socket.socket(family, kind, protocol)


def _site(url: str) -> str:
    """What takes turns together: the last two labels of a host name, or a whole address."""
    try:
        parts = URL(url)
    except ValueError:
        return url  # whoever asks hears that it leads nowhere
    host = parts.host or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return ".".join(host.split(".")[-2:])
    return f"{host}:{parts.port}"


def _short(header: str | None) -> str | None:
    """A validator worth keeping; one that is absurdly long is not, nor bytes that are no text."""
    if header is None or len(header) > _MAX_HEADER:
        return None
    return header if header.isascii() and header.isprintable() else None
