"""Where the HTTP client goes: the open internet and what the settings name, nowhere else."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from bot.addresses import is_public
from bot.fetch import Fetched, Fetcher, Unreachable, Unreadable
from sandbox import SettableClock

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


class Sites:
    """A feed's host that sends everybody to ``target``, and a neighbour that nobody should ask."""

    def __init__(self) -> None:
        self.url = self.target = ""
        self.port = 0
        self.feed_asked = 0
        self.neighbour_asked: list[str] = []

    async def feed(self, request: web.Request) -> web.Response:
        self.feed_asked += 1
        if request.path == "/moved":
            return web.Response(body=b"hello")
        return web.Response(status=302, headers={"Location": self.target})

    async def neighbour(self, request: web.Request) -> web.Response:
        self.neighbour_asked.append(request.host)
        return web.Response(body=b"a secret")


@pytest.fixture
async def sites() -> AsyncIterator[Sites]:
    found = Sites()
    runners = []
    for handler, hosts in ((found.feed, ["127.0.0.1"]), (found.neighbour, ["127.0.0.1", "::1"])):
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", handler)
        runner = web.AppRunner(app)
        await runner.setup()
        runners.append(runner)
        port = 0
        for host in hosts:
            await web.TCPSite(runner, host, port).start()
            port = runner.addresses[0][1]
    found.url = f"http://127.0.0.1:{runners[0].addresses[0][1]}/"
    found.port = runners[1].addresses[0][1]
    yield found
    for runner in runners:
        await runner.cleanup()


@pytest.fixture
async def fetcher(sites: Sites) -> AsyncIterator[Fetcher]:
    found = Fetcher(SettableClock(NOW), gap_seconds=0, named=[sites.url])
    yield found
    await found.close()


LOOPBACK = (
    "127.0.0.1",
    "localhost",
    "LOCALHOST.",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0.0.0.0",
    "0",
    "[::]",
)


@pytest.mark.parametrize("host", LOOPBACK)
async def test_nobody_is_led_to_loopback_however_it_is_written(
    sites: Sites, fetcher: Fetcher, host: str
) -> None:
    sites.target = f"http://{host}:{sites.port}/"
    for url in (sites.url, sites.target):
        with pytest.raises(Unreachable, match=r"leads to a private address|could not be reached"):
            await fetcher.get(url)
    assert sites.neighbour_asked == []
    assert sites.feed_asked == 1


def resolve(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Let ``feeds.example`` be at ``answers``, one a question; the last one stays."""
    real, left = socket.getaddrinfo, list(answers)

    def getaddrinfo(host: Any, port: Any, *more: Any, **named: Any) -> Any:
        if host == "feeds.example":
            host = left.pop(0) if len(left) > 1 else left[0]
        return real(host, port, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
async def test_a_name_that_means_a_private_address_is_not_followed(
    sites: Sites, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    resolve(monkeypatch, address)
    sites.target = f"http://feeds.example:{sites.port}/"
    with pytest.raises(Unreachable, match="it leads to a private address"):
        await fetcher.get(sites.url)
    assert sites.neighbour_asked == []


async def test_a_name_whose_meaning_changes_is_looked_at_each_time(
    sites: Sites, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What counts is the address that is connected to, not what a look-up before had said."""
    resolve(monkeypatch, "192.0.2.1", "127.0.0.1")
    assert socket.getaddrinfo("feeds.example", 80)[0][4][0] == "192.0.2.1"
    with pytest.raises(Unreachable, match="it leads to a private address"):
        await fetcher.get(f"http://feeds.example:{sites.port}/")
    assert sites.neighbour_asked == []


async def test_what_the_settings_name_may_be_private_and_lead_to_itself(
    sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its name and port; the same machine's other ports are not named by that."""
    resolve(monkeypatch, "127.0.0.1")
    url = sites.url.replace("127.0.0.1", "feeds.example")
    sites.target = f"{url}moved"
    fetcher = Fetcher(SettableClock(NOW), gap_seconds=0, named=[url])
    page = await fetcher.get(url)
    assert isinstance(page, Fetched)
    assert page.body == b"hello"
    sites.target = f"http://feeds.example:{sites.port}/"
    with pytest.raises(Unreachable):
        await fetcher.get(url)
    assert sites.neighbour_asked == []
    await fetcher.close()


@pytest.mark.parametrize(
    "target", ["ftp://feeds.example/", "file:///etc/passwd", "data:,x", "ws://127.0.0.1/"]
)
async def test_only_the_web_is_followed(sites: Sites, fetcher: Fetcher, target: str) -> None:
    sites.target = target
    with pytest.raises(Unreachable, match="not the web's"):
        await fetcher.get(sites.url)


@pytest.mark.parametrize("target", ["http://[", "http://x:99999999/", "//", "http://a b/", "\x7f"])
async def test_a_target_that_makes_no_sense_is_a_fetch_error(
    sites: Sites, fetcher: Fetcher, target: str
) -> None:
    sites.target = target
    with pytest.raises((Unreachable, Unreadable)):
        await fetcher.get(sites.url)


async def test_a_circle_ends(sites: Sites, fetcher: Fetcher) -> None:
    sites.target = sites.url
    with pytest.raises(Unreadable, match="circles"):
        await fetcher.get(sites.url)
    assert sites.feed_asked == 4


PRIVATE = (
    "127.0.0.1 127.255.255.254 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 "
    "224.0.0.1 240.0.0.1 255.255.255.255 198.18.0.1 192.0.2.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 "
    "fec0::1 ff02::1 2001:db8::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.1.1 "
    "::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b:1::10.0.0.1 2002:7f00:1:: 2002:a00:1::1"
)
PUBLIC = "8.8.8.8 1.1.1.1 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2002:808:808::1"


@pytest.mark.parametrize("address", PRIVATE.split())
def test_an_address_of_somebodys_own_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)
