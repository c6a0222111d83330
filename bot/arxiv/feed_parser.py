"""The parser of arXiv's feeds, on feedparser; for the worker's process (`bot.arxiv.feeds.read`).

What could keep feedparser busy for minutes is refused before it begins. An empty feed is a valid
one (A1). What feedparser tolerates silently is refused where it would hide a loss: an HTML page, a
feed that ends in the middle, arXiv's own error feed.
"""

from __future__ import annotations

import hashlib
import io
import re
from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from xml.sax import SAXParseException

import feedparser

from bot import xml_limits
from bot.arxiv.feeds import ERROR_TITLE, Fault, FeedFault
from bot.arxiv.rules import identifiers
from bot.arxiv.rules.calendar import arxiv_date
from bot.arxiv.rules.feed_text import MAX_TITLE, clean, split_authors
from bot.arxiv.rules.identifiers import is_category
from bot.arxiv.rules.withdrawal import is_withdrawn
from bot.arxiv.values import AnnounceType, Batch, FeedEntry

_ROOTS = {"rss", "feed"}
_UTF_8 = "application/rss+xml; charset=utf-8"
_LEAD = re.compile(r"\s*arXiv:\S+\s+Announce Type:\s*\S+\s+(?:Abstract:\s*)?", re.IGNORECASE)


def parse(body: bytes, content_type: str = "application/rss+xml") -> Batch:
    """Read a feed.

    Raises:
        FeedFault: it is arXiv's error feed, no feed at all, malformed, too much, or ends too early.
    """
    _look_through(body)
    parsed = feedparser.parse(
        io.BytesIO(body),
        # UTF-8 where it is that, whatever the server and its own declaration say.
        response_headers={"content-type": _UTF_8 if xml_limits.is_utf8(body) else content_type},
        # The sanitizer would eat mathematics such as n<m; texts are escaped where they are shown.
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    _check(parsed)
    entries = [_entry(raw) for raw in parsed.entries]
    usable = tuple(entry for entry in entries if entry is not None)
    if entries and not usable:
        raise FeedFault(Fault.MALFORMED, "none of its entries can be read")
    return Batch(usable, _date_of(parsed), _digest(usable), len(entries) - len(usable))


def _look_through(body: bytes) -> None:
    try:
        xml_limits.check(body)
    except xml_limits.TooMuch as error:
        raise FeedFault(Fault.TOO_MUCH, str(error)) from None
    except xml_limits.NotWellFormed as error:
        if error.root not in _ROOTS:
            raise FeedFault(Fault.NOT_A_FEED, "the answer is not a feed") from None
        if not body.rstrip().lower().endswith((b"</rss>", b"</feed>")):
            raise FeedFault(Fault.TRUNCATED, "the feed ends in the middle") from None
        raise FeedFault(Fault.MALFORMED, "the feed is not valid XML") from None


def _check(parsed: Mapping[str, Any]) -> None:
    feed = parsed.get("feed", {})
    if str(feed.get("title", "")).casefold().startswith(ERROR_TITLE):
        raise FeedFault(Fault.ERROR_FEED, "arXiv does not know this category")
    if parsed.get("version") not in ("rss20", "atom10"):
        raise FeedFault(Fault.NOT_A_FEED, "the answer is not a feed")
    if isinstance(parsed.get("bozo_exception"), SAXParseException):
        raise FeedFault(Fault.MALFORMED, "the feed is not valid XML")
    if not feed.get("links"):
        raise FeedFault(Fault.MALFORMED, "the feed has no channel")


def _entry(raw: Mapping[str, Any]) -> FeedEntry | None:
    """The entry, or None when it has no id, no title or an unknown type."""
    try:
        identifier = identifiers.parse(raw.get("id") or raw.get("link") or "")
        announce_type = AnnounceType(raw.get("arxiv_announce_type", ""))
    except ValueError:
        return None
    title = clean(raw.get("title", ""), MAX_TITLE)
    if not title:
        return None
    abstract = clean(_LEAD.sub("", raw.get("summary", ""), count=1))
    return FeedEntry(
        key=identifier.key,
        version=identifier.version or 1,
        announce_type=announce_type,
        title=title,
        authors=split_authors(raw.get("author", "")),
        abstract=abstract,
        categories=tuple(
            tag["term"] for tag in raw.get("tags", []) if is_category(tag.get("term") or "")
        ),
        is_withdrawn=is_withdrawn(title, abstract),
    )


def _date_of(parsed: Mapping[str, Any]) -> date | None:
    """The newest entry's date: the channel's may be fresh on an old batch."""
    moments = [entry.get("published_parsed") for entry in parsed["entries"]]
    dates = [
        arxiv_date(datetime.fromtimestamp(timegm(moment), UTC)) for moment in moments if moment
    ]
    return max(dates, default=None)


def _digest(entries: tuple[FeedEntry, ...]) -> str:
    lines = sorted(f"{entry.key} v{entry.version} {entry.announce_type}" for entry in entries)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
