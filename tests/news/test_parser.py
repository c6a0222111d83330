"""Feeds as they come: RSS in its versions, Atom, and what their writers get wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.news.feed_parser import MAX_ENTRIES, parse
from bot.news.values import NotAFeed, ParsedFeed
from tests.news.site import Entry, rss

URL = "https://cdn.example/feeds/owls.xml"
AT = datetime(2026, 2, 26, 9, tzinfo=UTC)


def read(body: bytes, content_type: str = "text/xml") -> ParsedFeed:
    found = parse(body, content_type, URL)
    assert isinstance(found, ParsedFeed), found
    return found


def test_rss_has_titles_links_and_dates_and_no_bodies() -> None:
    feed = read(rss(Entry("An owl", "https://owl.example/1", AT, guid="1")))
    assert feed.title == "The owl post"
    [item] = feed.items
    assert (item.title, item.link, item.published) == ("An owl", "https://owl.example/1", AT)
    assert "body" not in repr(feed)


@pytest.mark.parametrize(
    "body",
    [
        b'<rss version="0.91"><channel><title>Owls</title><link>https://owl.example/</link>'
        b"<item><title>One</title><link>https://owl.example/1</link></item></channel></rss>",
        b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        b'"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>'
        b"<title>Owls</title><item><title>One</title><link>https://owl.example/1</link></item>"
        b"</channel></rss>",
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        b'xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://owl.example/">'
        b"<title>Owls</title><link>https://owl.example/</link></channel>"
        b'<item rdf:about="https://owl.example/1"><title>One</title>'
        b"<link>https://owl.example/1</link></item></rdf:RDF>",
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Owls</title><entry><title>One</title>'
        b'<id>tag:1</id><link href="https://owl.example/1"/></entry></feed>',
        b'<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Owls</a:title><a:entry>'
        b'<a:title>One</a:title><a:id>tag:1</a:id><a:link href="https://owl.example/1"/>'
        b"</a:entry></a:feed>",
        b'\xef\xbb\xbf\n  <?xml version="1.0"?><rss version="2.0"><channel><title>Owls</title>'
        b"<item><title>One</title><guid>https://owl.example/1</guid></item></channel></rss>",
    ],
    ids=["rss 0.91", "with its DTD", "rss 1.0", "atom", "atom with prefixes", "after a BOM"],
)
def test_the_kinds_of_feeds_are_read(body: bytes) -> None:
    feed = read(body)
    assert feed.title == "Owls"
    assert [(item.title, item.link) for item in feed.items] == [("One", "https://owl.example/1")]


def test_an_atom_entry_s_date_is_when_it_was_published_else_updated() -> None:
    entry = "<entry><title>{}</title><id>{}</id><link href='/{}'/>{}</entry>"
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Owls</title>'
        + entry.format(
            "One",
            1,
            1,
            "<updated>2026-03-01T00:00:00Z</updated><published>2026-02-26T09:00:00Z</published>",
        )
        + entry.format("Two", 2, 2, "<updated>2026-03-01T02:00:00+02:00</updated>")
        + entry.format("Three", 3, 3, "<published>last week</published>")
        + "</feed>"
    )
    dates = [item.published for item in read(body.encode()).items]
    assert dates == [AT, datetime(2026, 3, 1, tzinfo=UTC), None]


def test_relative_links_are_those_of_the_feed_s_own_site() -> None:
    """Not of the host that happens to serve the file."""
    feed = read(rss(Entry("One", "/posts/1"), Entry("Two", "2"), link="https://owl.example/blog/"))
    assert [item.link for item in feed.items] == [
        "https://owl.example/posts/1",
        "https://owl.example/blog/2",
    ]
    without = rss(Entry("One", "/posts/1")).replace(b"<link>https://owl.example/</link>", b"")
    assert read(without).items[0].link == "https://cdn.example/posts/1"
    relative = read(rss(Entry("One", "1"), link="/blog/"))
    assert relative.items[0].link == "https://cdn.example/blog/1"


def test_what_has_no_title_or_leads_nowhere_is_left_out() -> None:
    feed = read(
        rss(
            Entry("", "https://owl.example/1"),
            Entry("<br>", "https://owl.example/2"),
            Entry("Bad", "javascript:alert(1)"),
            Entry("Mail", "mailto:owl@owl.example"),
            Entry("None", None),
            Entry("Good", "https://owl.example/3"),
        )
    )
    assert [item.title for item in feed.items] == ["Good"]


def test_markup_and_html_s_entities_in_titles_are_read() -> None:
    """Entities that XML does not know are common, and no reason to refuse a feed."""
    body = rss(Entry("TITLE", "https://owl.example/1")).replace(
        b"TITLE", b"Caf&eacute;&nbsp;&mdash; <![CDATA[<b>n < m</b> &hellip;]]> &amp;amp; more"
    )
    assert read(body).items[0].title == "Café — n < m … & more"
    xhtml = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">&lt;i&gt;Owls&lt;/i&gt;'
        b'</title><entry><id>1</id><link href="https://owl.example/1"/><title type="xhtml">'
        b'<div xmlns="http://www.w3.org/1999/xhtml">An <em>owl</em></div></title></entry></feed>'
    )
    feed = read(xhtml)
    assert (feed.title, feed.items[0].title) == ("Owls", "An owl")


def test_text_in_another_encoding_is_read_whatever_the_server_says() -> None:
    latin = (
        '<?xml version="1.0" encoding="iso-8859-1"?>'
        + rss(Entry("Käuzchen", "https://owl.example/1")).decode().partition("?>")[2]
    )
    assert read(latin.encode("iso-8859-1")).items[0].title == "Käuzchen"
    assert read(rss(Entry("Käuzchen", "https://owl.example/1")), "text/xml").items[0].title == (
        "Käuzchen"
    )


@pytest.mark.parametrize("date", ["soon", "Thu, 99 Feb 2026 09:00:00 GMT", "0000-00-00", "-1"])
def test_a_date_that_is_none_is_no_date(date: str) -> None:
    body = rss(Entry("One", "https://owl.example/1", AT))
    odd = body.replace(b"Thu, 26 Feb 2026 09:00:00 +0000", date.encode())
    assert odd != body
    assert read(odd).items[0].published is None


def test_an_entry_twice_is_one_and_only_the_first_ones_count() -> None:
    twice = Entry("One", "https://owl.example/1", guid="1")
    assert len(read(rss(twice, twice)).items) == 1
    many = [Entry(f"No. {n}", f"https://owl.example/{n}") for n in range(MAX_ENTRIES + 50)]
    assert len(read(rss(*many)).items) == MAX_ENTRIES


def test_a_feed_without_a_title_is_called_by_its_host() -> None:
    assert read(rss(title="")).title == "cdn.example"


def test_a_page_names_at_most_three_feeds_and_its_base_counts() -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="{}">'
    links = "".join(link.format(f"{n}.xml") for n in (1, 1, 2, 3, 4))
    page = f'<html><head><base href="https://owl.example/deep/">{links}</head></html>'
    found = parse(page.encode(), "text/html", URL)
    assert isinstance(found, NotAFeed)
    assert [offer.url for offer in found.offers] == [
        f"https://owl.example/deep/{n}.xml" for n in (1, 2, 3)
    ]


def test_what_is_parsed_reads_no_file_and_asks_nobody() -> None:
    """feedparser would, if it were given text that looks like an address."""
    for body in (b"/etc/passwd", b"http://127.0.0.1:1/", b"file:///etc/passwd"):
        assert parse(body, "text/xml", URL) == NotAFeed("it is not an RSS or Atom feed")
