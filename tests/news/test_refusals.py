"""What cannot be followed, and what is said then: real HTTP on loopback (issue 14, bad input)."""

from __future__ import annotations

import gzip
import socket
from typing import Any

import pytest

from cogs.news.newsletters import Newsletters
from tests.live import START, Study
from tests.news.site import Entry, Site, allow, rss, serving_site

sqlite_only = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

FEED = rss(Entry("An owl flew", "https://owl.example/1", START))
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "hoot"><!ENTITY b "&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;">]><rss version="2.0"><channel><title>&c;</title></channel></rss>'
)
QUADRATIC = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "' + b"hoot" * 1000 + b'">]>'
    b'<rss version="2.0"><channel><title>' + b"&a;" * 10_000 + b"</title></channel></rss>"
)
ELSEWHERE = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + (
    b'<rss version="2.0"><channel><title>&a;</title></channel></rss>'
)


async def refused(study: Study, site: Site, path: str = "/feed") -> str:
    """What the organiser reads; nothing is followed then."""
    await allow(study, [site.url(path)])
    seen = await study.organiser.slash("news add", url=site.url(path))
    assert "I cannot follow that address (127" in seen.text, seen.text
    listed = await study.organiser.slash("news list")
    assert "0 of 10" in listed.text
    return seen.text


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b"<!doctype html><title>Owls</title>", "text/html", "it is a web page, not a feed"),
        (b"<html><body>Owls</body></html>", "text/plain", "it is a web page, not a feed"),
        (b"", "application/rss+xml", "it is not an RSS or Atom feed"),
        (b"\xff\xd8\xff\xe0", "image/jpeg", "it is not an RSS or Atom feed"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "application/json", "it is not an RSS"),
        (b"<opml><body/></opml>", "text/xml", "it is not an RSS or Atom feed"),
        (FEED[:-20], "application/rss+xml", "its XML is broken"),
        (FEED.replace(b"</title>", b"", 1), "application/rss+xml", "its XML is broken"),
        (BOMB, "application/rss+xml", "it declares entities of its own"),
        (QUADRATIC, "application/rss+xml", "it declares entities of its own"),
        (ELSEWHERE, "application/rss+xml", "it declares entities of its own"),
        (b"<rss>" + b"<a>" * 100_000, "application/rss+xml", "nested too deeply"),
        (b"<rss>" + b"<a/>" * 100_000 + b"</rss>", "text/xml", "far too many elements"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
@sqlite_only
async def test_what_is_no_feed_is_named(
    study: Study, site: Site, body: bytes, kind: str, said: str
) -> None:
    site.serve("/feed", body, kind)
    text = await refused(study, site)
    assert said in text
    assert "Nothing was changed." in text


@sqlite_only
async def test_a_web_page_s_own_feeds_are_offered_and_followed_with_a_press(
    study: Study, site: Site
) -> None:
    """Relative to the page; a comment's feed is no harm, a stylesheet is none."""
    page = b"""<!doctype html><html><head><link rel="stylesheet alternate" href="/x.css">
    <link rel="alternate" type="application/rss+xml" title="Owls &amp; more" href="deep/rss?a=(1)">
    <link rel=ALTERNATE type="application/atom+xml; charset=utf-8" href="javascript:alert(1)">
    <LINK REL="alternate" TYPE="application/atom+xml" HREF="/atom"></head><body>"""
    site.serve("/blog/", page, "text/html")
    site.serve("/blog/deep/rss", FEED)
    wanted = site.url("/blog/deep/rss?a=(1)")
    await allow(study, [site.url("/blog/"), wanted])
    seen = await study.organiser.slash("news add", url=site.url("/blog/"))
    assert "it is a web page, not a feed. Its page names these:" in seen.text
    assert "Owls & more" in seen.text
    assert seen.buttons.count("Follow") == 2
    followed = await study.organiser.click(seen, "Follow")
    assert "Added: **The owl post**" in followed.text
    forged = await study.organiser.click(seen, custom_id="news:found:7", forge=True)
    assert "I no longer see which feed that was." in forged.text


@sqlite_only
async def test_a_body_beyond_five_mebibytes_is_refused_packed_or_not(
    study: Study, site: Site
) -> None:
    large = FEED + b" " * (5 * 2**20)
    site.serve("/feed", large)
    assert "its answer is larger than 5 MiB" in await refused(study, site)
    site.serve("/feed", gzip.compress(large), **{"Content-Encoding": "gzip"})
    assert "its answer is larger than 5 MiB" in await refused(study, site)


@sqlite_only
async def test_a_site_that_takes_its_time_is_refused(
    study: Study, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After ten seconds; the test does not wait for so long."""
    assert Newsletters.fetch_seconds == 10
    monkeypatch.setattr(Newsletters, "fetch_seconds", 0.3)
    site.keep_waiting("/feed")
    assert "it did not answer in time" in await refused(study, site)


@sqlite_only
async def test_statuses_and_silence_are_said(
    study: Study, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.refuse("/feed", 404)
    assert "it answered with status 404" in await refused(study, site)
    nobody = site.url("/").replace("127.0.0.1", "owl.example")
    await allow(study, [nobody])
    resolve(monkeypatch, "no such host")
    seen = await study.organiser.slash("news add", url=nobody)
    assert "it could not be reached" in seen.text


@sqlite_only
async def test_a_site_that_wants_to_be_left_alone_is(study: Study, site: Site) -> None:
    site.refuse("/feed", 429, **{"Retry-After": "3600"})
    await refused(study, site)
    seen = await study.organiser.slash("news add", url=site.url("/feed"))
    assert "asked to be left alone for a while" in seen.text
    assert site.times("/feed") == 1


PRIVATE = (
    "http://127.0.0.1:{port}/feed",
    "http://localhost:{port}/feed",
    "http://[::1]:{port}/feed",
    "http://[::ffff:127.0.0.1]:{port}/feed",
    "http://2130706433:{port}/feed",
    "http://owl.example:{port}/feed",
    "http://192.168.1.1/feed",
    "http://169.254.169.254/latest/meta-data/",
)


@pytest.mark.parametrize("address", PRIVATE)
@sqlite_only
async def test_a_private_address_is_not_asked_however_it_is_written(
    study: Study, site: Site, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """By number, by name, by DNS, in IPv6, and where a feed leads there."""
    resolve(monkeypatch, "127.0.0.1")
    site.serve("/feed", FEED)
    url = address.format(port=site.base.rpartition(":")[2])
    said = (await study.organiser.slash("news add", url=url)).text
    assert "it leads to a private address" in said or "it could not be reached" in said
    assert site.asked == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "owl.example"])
@sqlite_only
async def test_a_feed_that_leads_to_a_private_address_is_not_followed(
    study: Study, site: Site, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """The settings name the feed and so its own host and port, not where it leads."""
    resolve(monkeypatch, "127.0.0.1")
    async with serving_site() as neighbour:
        neighbour.serve("/inside", FEED)
        site.redirect("/feed", f"http://{host}:{neighbour.base.rpartition(':')[2]}/inside")
        text = await refused(study, site)
        assert "it leads to a private address" in text or "it could not be reached" in text
        assert neighbour.asked == []


@sqlite_only
async def test_a_host_that_the_settings_name_is_not_open_for_other_pages(
    study: Study, site: Site
) -> None:
    site.serve("/feed", FEED)
    site.serve("/secret", FEED)
    await allow(study, [site.url("/feed")])
    seen = await study.organiser.slash("news add", url=site.url("/secret"))
    assert "it leads to a private address" in seen.text
    assert site.asked == []


@pytest.mark.parametrize(
    "typed",
    [
        "owls",
        "ftp://owl.example/feed",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://user:pass@owl.example/feed",
        "https://owl example/feed",
        "https://owl.example/" + "x" * 400,
        "\u200b",
    ],
)
@sqlite_only
async def test_what_is_no_address_is_refused_before_anybody_is_asked(
    study: Study, typed: str
) -> None:
    seen = await study.organiser.slash("news add", url=typed)
    assert "link" in seen.text or "address" in seen.text
    assert "0 of 10" in (await study.organiser.slash("news list")).text


def resolve(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Let ``owl.example`` be at ``address``."""
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *more: Any, **named: Any) -> Any:
        return real(address if host == "owl.example" else host, port, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
