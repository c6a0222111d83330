"""arXiv's RSS feed of one category: bytes in, a batch of entries or a named fault out.

An empty feed is a valid one (A1). What feedparser tolerates silently is refused here
where it would hide a loss: an HTML page, a feed that ends in the middle, arXiv's own error feed.
"""

from __future__ import annotations

import asyncio
import hashlib
import html
import io
import re
from calendar import timegm
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from xml.sax import SAXParseException

import feedparser

from bot.errors import SyllabotError
from bot.papers import identifiers
from bot.papers.calendar import arxiv_date

PARSE_SECONDS = 20.0
"""How long reading one body may take; the largest body that is fetched needs about two."""

_MAX_TITLE, _MAX_ABSTRACT, _MAX_AUTHORS, _MAX_NAME = 500, 6000, 50, 120
_ERROR_TITLE = "feed error"
_CATEGORY = re.compile(r"[A-Za-z-]{2,20}(?:\.[A-Za-z-]{2,20})?")
_LEAD = re.compile(r"\s*arXiv:\S+\s+Announce Type:\s*\S+\s+(?:Abstract:\s*)?", re.IGNORECASE)


class AnnounceType(StrEnum):
    """Why a paper stands in a feed."""

    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"


class Fault(StrEnum):
    """What is wrong with a feed, told apart for organisers."""

    ERROR_FEED = "error-feed"
    NOT_A_FEED = "not-a-feed"
    MALFORMED = "malformed"
    TRUNCATED = "truncated"


class FeedFault(SyllabotError):
    """A feed cannot be used. The text is a few words for organisers."""

    def __init__(self, fault: Fault, text: str) -> None:
        """Keep what kind of fault it is."""
        super().__init__(text)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper as a feed or the API announces it; texts are plain (entities resolved once)."""

    key: str
    version: int
    announce_type: AnnounceType
    title: str
    authors: tuple[str, ...]
    abstract: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """A feed's content. ``dated`` is its date at arXiv, None for an empty feed.

    ``digest`` tells two batches apart whatever their build dates say; ``skipped`` counts entries
    that could not be used.
    """

    entries: tuple[Entry, ...]
    dated: date | None
    digest: str
    skipped: int = 0


def is_category(text: str) -> bool:
    """Whether ``text`` has the form of an arXiv category, such as ``cs.LG`` or ``hep-th``."""
    return _CATEGORY.fullmatch(text) is not None


async def read(body: bytes, content_type: str = "application/rss+xml") -> Batch:
    """:func:`parse` in a thread, with a time limit.

    Raises:
        FeedFault: as :func:`parse`, and when it takes longer than ``PARSE_SECONDS``.
    """
    try:
        async with asyncio.timeout(PARSE_SECONDS):
            return await asyncio.to_thread(parse, body, content_type)
    except TimeoutError:
        raise FeedFault(Fault.MALFORMED, "it took too long to read") from None


def parse(body: bytes, content_type: str = "application/rss+xml") -> Batch:
    """Read a feed.

    Raises:
        FeedFault: it is arXiv's error feed, no feed at all, malformed, or ends too early.
    """
    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": content_type},
        # The sanitizer would eat mathematics such as n<m; texts are escaped where they are shown.
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    _check(parsed, body)
    entries = [_entry(raw) for raw in parsed.entries]
    usable = tuple(entry for entry in entries if entry is not None)
    if entries and not usable:
        raise FeedFault(Fault.MALFORMED, "none of its entries can be read")
    return Batch(usable, _date_of(parsed), _digest(usable), len(entries) - len(usable))


def is_error_feed(body: bytes) -> bool:
    """Whether a refusal's body is arXiv's feed about a category that it does not know."""
    return _ERROR_TITLE.encode() in body[:4096].lower()


def _check(parsed: Mapping[str, Any], body: bytes) -> None:
    feed = parsed.get("feed", {})
    if str(feed.get("title", "")).casefold().startswith(_ERROR_TITLE):
        raise FeedFault(Fault.ERROR_FEED, "arXiv does not know this category")
    if parsed.get("version") not in ("rss20", "atom10"):
        raise FeedFault(Fault.NOT_A_FEED, "the answer is not a feed")
    if isinstance(parsed.get("bozo_exception"), SAXParseException):
        if not body.rstrip().lower().endswith((b"</rss>", b"</feed>")):
            raise FeedFault(Fault.TRUNCATED, "the feed ends in the middle")
        raise FeedFault(Fault.MALFORMED, "the feed is not valid XML")
    if not feed.get("link"):
        raise FeedFault(Fault.MALFORMED, "the feed has no channel")


def _entry(raw: Mapping[str, Any]) -> Entry | None:
    """The entry, or None when it has no id, no title or an unknown type."""
    try:
        identifier = identifiers.parse(raw.get("id") or raw.get("link") or "")
        announce_type = AnnounceType(raw.get("arxiv_announce_type", ""))
    except ValueError:
        return None
    title = clean(raw.get("title", ""), _MAX_TITLE)
    if not title:
        return None
    return Entry(
        key=identifier.key,
        version=identifier.version or 1,
        announce_type=announce_type,
        title=title,
        authors=split_authors(raw.get("author", "")),
        abstract=clean(_LEAD.sub("", raw.get("summary", ""), count=1), _MAX_ABSTRACT),
        categories=tuple(
            tag["term"] for tag in raw.get("tags", []) if is_category(tag.get("term") or "")
        ),
    )


def clean(text: str, limit: int = _MAX_ABSTRACT) -> str:
    """Plain text on one line: entities resolved once, no control characters, cut at ``limit``."""
    text = html.unescape(text).replace("\x00", "")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:limit]


def split_authors(creators: str) -> tuple[str, ...]:
    """The names in a feed's single ``dc:creator`` text, without affiliations (in brackets)."""
    depth, kept = 0, []
    for character in creators:
        depth += (character == "(") - (character == ")" and depth > 0)
        if depth == 0 and character != ")":
            kept.append(character)
    names = (clean(name, _MAX_NAME) for name in "".join(kept).split(","))
    return tuple(name for name in names if name)[:_MAX_AUTHORS]


def _date_of(parsed: Mapping[str, Any]) -> date | None:
    """The newest entry's date: the channel's may be fresh on an old batch."""
    moments = [entry.get("published_parsed") for entry in parsed["entries"]]
    dates = [
        arxiv_date(datetime.fromtimestamp(timegm(moment), UTC)) for moment in moments if moment
    ]
    return max(dates, default=None)


def _digest(entries: tuple[Entry, ...]) -> str:
    lines = sorted(f"{entry.key} v{entry.version} {entry.announce_type}" for entry in entries)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
