"""The polite HTTP client, against a real loopback server."""

import asyncio
import gzip
import resource
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from aiohttp import web

from bot.fetch import (
    USER_AGENT,
    Fetched,
    Fetcher,
    NotModified,
    Refused,
    TooSoon,
    Unreachable,
    Unreadable,
    wait_asked,
)
from sandbox import SettableClock

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """Answers with ``handler`` and keeps the requests with their times."""

    def __init__(self) -> None:
        self.url = ""
        self.seen: list[web.Request] = []
        self.at: list[float] = []
        self.under_way = self.most_under_way = 0
        self.handler: Handler = self._hello

    async def _hello(self, _request: web.Request) -> web.Response:
        return web.Response(body=b"hello", headers={"ETag": '"1"'}, content_type="text/plain")

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(request)
        self.at.append(time.monotonic())
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            return await self.handler(request)
        finally:
            self.under_way -= 1


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    served = Server()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", served.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    served.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield served
    await runner.cleanup()


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOW)


@pytest.fixture
async def fetcher(server: Server, clock: SettableClock) -> AsyncIterator[Fetcher]:
    found = Fetcher(clock, gap_seconds=0, named=[server.url], max_bytes=10_000, timeout_seconds=0.5)
    yield found
    await found.close()


async def test_a5_a_page_comes_with_its_validators_and_our_name_is_given(
    server: Server, fetcher: Fetcher
) -> None:
    page = await fetcher.get(server.url)
    assert page == Fetched(b"hello", "text/plain", '"1"', None)
    assert server.seen[0].headers["User-Agent"] == USER_AGENT
    assert "Syllabot" in USER_AGENT


async def test_a5_an_unchanged_page_is_not_sent_again(server: Server, fetcher: Fetcher) -> None:
    async def unchanged(_request: web.Request) -> web.Response:
        return web.Response(status=304)

    server.handler = unchanged
    page = await fetcher.get(server.url, etag='"1"', last_modified="Mon, 02 Mar 2026 05:00:00 GMT")
    assert page == NotModified()
    assert server.seen[0].headers["If-None-Match"] == '"1"'
    assert server.seen[0].headers["If-Modified-Since"] == "Mon, 02 Mar 2026 05:00:00 GMT"
    with pytest.raises(Refused, match="status 304"):
        await fetcher.get(server.url)


@pytest.mark.parametrize("written", [b'"\xff\xfe"', b'"' + b"x" * 200 + b'"', '"é"'.encode()])
async def test_a5_a_validator_that_cannot_be_kept_is_none(
    server: Server, fetcher: Fetcher, written: bytes
) -> None:
    """Bytes that are no text fit no database; the page itself is as good as any."""

    async def answer(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: %b\r\nLast-Modified: %b\r\n\r\n"
        request.transport.write(head % (written, written) + b"hi")
        await asyncio.Event().wait()
        return web.Response()

    server.handler = answer
    page = await fetcher.get(server.url)
    assert page == Fetched(b"hi", "application/octet-stream", None, None)


async def test_a_body_beyond_the_cap_is_refused_after_decompression(
    server: Server, fetcher: Fetcher
) -> None:
    async def bomb(_request: web.Request) -> web.Response:
        body = gzip.compress(b"0" * 5_000_000)
        return web.Response(body=body, headers={"Content-Encoding": "gzip"})

    server.handler = bomb
    with pytest.raises(Unreadable, match="larger"):
        await fetcher.get(server.url)


async def test_a4_ten_megabytes_and_a_gigabyte_in_a_small_answer_are_refused_by_default(
    server: Server, clock: SettableClock
) -> None:
    """With the cap that the bot has; a bomb is not unpacked beyond it."""
    packer = zlib.compressobj(9, wbits=31)
    head = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    megabyte = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    bodies = {"identity": b"0" * 10_000_000, "gzip": head + 999 * megabyte}

    async def answer(request: web.Request) -> web.Response:
        encoding = request.path.removeprefix("/")
        return web.Response(body=bodies[encoding], headers={"Content-Encoding": encoding})

    server.handler = answer
    fetcher = Fetcher(clock, gap_seconds=0, named=[server.url])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for encoding in bodies:
        with pytest.raises(Unreadable, match="larger than 8 MiB"):
            await fetcher.get(server.url + encoding)
    await fetcher.close()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 100 * 1024, "KiB"


async def test_a_body_cut_short_is_unreadable(server: Server, fetcher: Fetcher) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"only this")
        assert request.transport is not None
        request.transport.close()
        return response

    server.handler = cut
    with pytest.raises(Unreadable):
        await fetcher.get(server.url)


async def test_silence_and_refused_connections_are_unreachable(
    server: Server, fetcher: Fetcher, clock: SettableClock
) -> None:
    async def silent(_request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    server.handler = silent
    with pytest.raises(Unreachable):
        await fetcher.get(server.url)
    nobody = "http://127.0.0.1:1/"
    alone = Fetcher(clock, gap_seconds=0, named=[nobody])
    with pytest.raises(Unreachable, match="could not be reached"):
        await alone.get(nobody)
    await alone.close()


async def test_a5_a_site_that_asks_to_wait_is_left_alone(
    server: Server, fetcher: Fetcher, clock: SettableClock
) -> None:
    async def busy(_request: web.Request) -> web.Response:
        return web.Response(status=429, headers={"Retry-After": "120"}, body=b"later")

    server.handler = busy
    with pytest.raises(Refused) as caught:
        await fetcher.get(server.url)
    assert (caught.value.status, caught.value.body) == (429, b"later")
    assert caught.value.retry_after == timedelta(minutes=2)
    await clock.advance(timedelta(minutes=1))
    with pytest.raises(TooSoon) as early:
        await fetcher.get(server.url + "another")
    assert early.value.until == fetcher.left_alone_until(server.url) == NOW + timedelta(minutes=2)
    assert len(server.seen) == 1
    await clock.advance(timedelta(minutes=1))
    assert fetcher.left_alone_until(server.url) is None
    with pytest.raises(Refused):
        await fetcher.get(server.url)
    assert len(server.seen) == 2


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        (None, None),
        ("120", timedelta(seconds=120)),
        ("Mon, 02 Mar 2026 06:01:00 GMT", timedelta(minutes=1)),
        ("Mon, 02 Mar 2020 06:01:00 GMT", timedelta()),
        ("99999999999999999999", timedelta(days=1)),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("Mon, 99 Mar 2026 06:01:00 GMT", None),
    ],
)
def test_a5_retry_after_is_seconds_or_a_date(header: str | None, wait: timedelta | None) -> None:
    assert wait_asked(header, NOW) == wait


async def test_a5_one_request_at_a_time_with_a_gap_joint_over_a_site(
    server: Server, clock: SettableClock
) -> None:
    fetcher = Fetcher(clock, gap_seconds=0.05, named=[server.url])
    try:
        await asyncio.gather(*(fetcher.get(server.url + page) for page in ("a", "api", "b")))
    finally:
        await fetcher.close()
    times = sorted(server.at)
    assert len(times) == 3
    assert all(later - earlier >= 0.05 for earlier, later in pairwise(times))
    assert server.most_under_way == 1


async def test_a5_the_hosts_of_arxiv_are_one_site_and_others_do_not_wait(
    clock: SettableClock,
) -> None:
    fetcher = Fetcher(clock, gap_seconds=0)
    async with fetcher._turn("https://rss.arxiv.org/rss/cs.LG"):
        async with fetcher._turn("https://jack-clark.net/feed/"):
            pass
        second = asyncio.ensure_future(_enter(fetcher, "https://export.arxiv.org/api/query"))
        for _ in range(5):
            await asyncio.sleep(0)
        assert not second.done()
    await second


async def _enter(fetcher: Fetcher, url: str) -> None:
    async with fetcher._turn(url):
        pass


async def test_a5_a_clock_that_is_set_back_does_not_make_the_wait_longer(
    clock: SettableClock, fetcher: Fetcher
) -> None:
    url = "https://rss.arxiv.org/rss/cs.LG"
    with pytest.raises(Refused):
        async with fetcher._turn(url):
            raise Refused(503, retry_after=timedelta(seconds=30))
    clock._now -= timedelta(days=3)
    with pytest.raises(TooSoon) as caught:
        await _enter(fetcher, url)
    assert caught.value.until == clock.now() + timedelta(seconds=30)
    await clock.advance(timedelta(seconds=30))
    await _enter(fetcher, url)


async def test_a_slow_drip_meets_the_time_limit_of_the_whole(
    server: Server, fetcher: Fetcher
) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b".")
            await asyncio.sleep(0.05)

    server.handler = drip
    async with asyncio.timeout(10):
        with pytest.raises(Unreachable, match="in time"):
            await fetcher.get(server.url)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
async def test_a_body_that_is_not_compressed_as_it_says_is_unreadable(
    server: Server, fetcher: Fetcher, encoding: str
) -> None:
    async def wrong(_request: web.Request) -> web.Response:
        return web.Response(body=b"plain", headers={"Content-Encoding": encoding})

    server.handler = wrong
    with pytest.raises((Unreadable, Unreachable)):
        await fetcher.get(server.url)
