"""The parser of newsletters, on feedparser; for the worker's process (`bot.news.source`).

What could keep feedparser busy for minutes is refused before it begins. Of a web page only the
feeds that it names as its own are looked for.
"""

from __future__ import annotations

import html.entities
import io
import re
from calendar import timegm
from codecs import BOM_UTF8
from collections.abc import Mapping
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from xml.sax import SAXParseException

import feedparser

from bot import xml_limits
from bot.inputs.links import address_key, host_of, key_of
from bot.inputs.text import cut
from bot.news.rules.addresses import item_link
from bot.news.rules.titles import MAX_NAME, plain_title
from bot.news.values import FeedItem, NotAFeed, Offer, ParsedFeed

MAX_ENTRIES = 200
"""Entries that are looked at, the first ones; the newest stand at the top."""

_ROOTS = {"rss", "feed", "rdf"}
_TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml"}
_MAX_OFFERS = 3
_PAGE = 512 * 1024
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_OF_XML = {b"amp", b"lt", b"gt", b"quot", b"apos"}


def parse(body: bytes, content_type: str, url: str) -> ParsedFeed | NotAFeed:
    """The feed in ``body``, which was found at ``url``, or why it is none."""
    body = _NAMED.sub(_numbered, body.removeprefix(BOM_UTF8).lstrip())
    try:
        root = xml_limits.check(body)
    except xml_limits.TooMuch as error:
        return NotAFeed(str(error))
    except xml_limits.NotWellFormed as error:
        if not _is_root_of_feed(error.root):
            return _page(body, content_type, url)
        return NotAFeed("its XML is broken")
    if not _is_root_of_feed(root):
        return _page(body, content_type, url)
    charset = "; charset=utf-8" if xml_limits.is_utf8(body) else ""
    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": f"application/xml{charset}"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not str(parsed.get("version") or "").startswith(("rss", "atom")):
        return NotAFeed("it is not an RSS or Atom feed")
    if isinstance(parsed.get("bozo_exception"), SAXParseException):
        return NotAFeed("its XML is broken")
    return _feed(parsed, url)


def _is_root_of_feed(root: str | None) -> bool:
    return root is not None and root.rpartition(":")[2].lower() in _ROOTS


def _numbered(found: re.Match[bytes]) -> bytes:
    """HTML's named entities, which XML does not know, by their numbers."""
    name = found[1]
    meant = html.entities.html5.get(f"{name.decode()};") if name not in _OF_XML else None
    return found[0] if meant is None else "".join(f"&#{ord(sign)};" for sign in meant).encode()


def _feed(parsed: Mapping[str, Any], url: str) -> ParsedFeed:
    feed = parsed["feed"]
    base = item_link(str(feed.get("link") or ""), url) or url
    found = (_item(raw, base, url) for raw in parsed["entries"][:MAX_ENTRIES])
    items = {item.key: item for item in found if item is not None}
    title = plain_title(str(feed.get("title") or ""), MAX_NAME) or cut(host_of(url), MAX_NAME)
    return ParsedFeed(title, tuple(items.values()))


def _item(raw: Mapping[str, Any], base: str, url: str) -> FeedItem | None:
    """An entry; None without a title, or a link to a page of the web."""
    link = item_link(str(raw.get("link") or ""), base)
    title = plain_title(str(raw.get("title") or ""))
    if link is None or not title:
        return None
    link_key = address_key(link)
    guid = str(raw.get("id") or "")
    key = key_of(address_key(url), guid) if guid else link_key
    return FeedItem(key, link_key, title, link, _date(raw))


def _date(raw: Mapping[str, Any]) -> datetime | None:
    # feedparser's own dictionary would warn, and give one for the other.
    stored = dict(raw)
    moment = stored.get("published_parsed") or stored.get("updated_parsed")
    if not moment:
        return None
    try:
        return datetime.fromtimestamp(timegm(moment), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _page(body: bytes, content_type: str, url: str) -> NotAFeed:
    """What is no feed: a web page, with the feeds that it names, or anything else."""
    text = body[:_PAGE].decode("utf-8", "replace")
    if "html" not in content_type and not re.match(r"<(?:!doctype\s+html|html)\b", text, re.I):
        return NotAFeed("it is not an RSS or Atom feed")
    head = _Head(url)
    head.feed(text)
    return NotAFeed("it is a web page, not a feed", tuple(head.offers.values())[:_MAX_OFFERS])


class _Head(HTMLParser):
    """Collects what a page names as its feeds."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._base = url
        self.offers: dict[str, Offer] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at ``<link rel=alternate>``; ``<base>`` says what its address is relative to."""
        named = {name: value or "" for name, value in attrs}
        if tag == "base" and "href" in named:
            self._base = item_link(named["href"], self._base) or self._base
        if (
            tag != "link"
            or "alternate" not in named.get("rel", "").lower().split()
            or named.get("type", "").split(";")[0].strip().lower() not in _TYPES
        ):
            return
        link = item_link(named.get("href", ""), self._base)
        if link is not None:
            title = plain_title(named.get("title", ""), MAX_NAME) or host_of(link)
            self.offers.setdefault(address_key(link), Offer(title, link))
