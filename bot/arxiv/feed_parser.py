"""The parser of arXiv's feeds, RSS and Atom; for the worker's process (`bot.arxiv.feeds.read`).

What could keep a parser busy for minutes, or declares entities, is refused before it begins. An
empty feed is a valid one (A1). What would hide a loss is refused: an HTML page, a feed that ends in
the middle, arXiv's own error feed. By the standard library: parsers that mend what is broken take
many times as long, and nothing here is to be mended.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

from bot.arxiv import xml_limits
from bot.arxiv.feeds import ERROR_TITLE, Fault, FeedFault
from bot.arxiv.rules import identifiers
from bot.arxiv.rules.calendar import arxiv_date
from bot.arxiv.rules.feed_text import MAX_TITLE, clean, split_authors
from bot.arxiv.rules.identifiers import is_category
from bot.arxiv.rules.withdrawal import is_withdrawn
from bot.arxiv.values import AnnounceType, Batch, FeedEntry

_ROOTS = {"rss", "feed"}
_LEAD = re.compile(r"\s*arXiv:\S+\s+Announce Type:\s*\S+\s+(?:Abstract:\s*)?", re.IGNORECASE)

_Element = ElementTree.Element


def parse(body: bytes) -> Batch:
    """Read a feed.

    Raises:
        FeedFault: it is arXiv's error feed, no feed at all, malformed, too much, or ends too early.
    """
    _look_through(body)
    try:
        root = ElementTree.fromstring(body, ElementTree.XMLParser(encoding=_encoding(body)))
    except (ElementTree.ParseError, LookupError, ValueError):
        raise FeedFault(Fault.MALFORMED, "the feed is not valid XML") from None
    raw = _items(root)
    entries = [_entry(item) for item in raw]
    usable = tuple(entry for entry in entries if entry is not None)
    if entries and not usable:
        raise FeedFault(Fault.MALFORMED, "none of its entries can be read")
    return Batch(usable, _date_of(raw), _digest(usable), len(entries) - len(usable))


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


def _items(root: _Element) -> list[_Element]:
    """The entries of a feed, once it is known to be one of arXiv's days."""
    name = _name(root)
    if name not in _ROOTS:
        raise FeedFault(Fault.NOT_A_FEED, "the answer is not a feed")
    channel = root if name == "feed" else next(_named(root, "channel"), root)
    if _text(channel, "title").casefold().startswith(ERROR_TITLE):
        raise FeedFault(Fault.ERROR_FEED, "arXiv does not know this category")
    if next(_named(channel, "link"), None) is None:
        raise FeedFault(Fault.MALFORMED, "the feed has no channel")
    return list(_named(channel, "item" if name == "rss" else "entry"))


def _entry(item: _Element) -> FeedEntry | None:
    """The entry, or None when it has no id, no title or an unknown type."""
    try:
        identifier = identifiers.parse(_text(item, "guid", "id", "link"))
        announce_type = AnnounceType(_text(item, "announce_type"))
    except ValueError:
        return None
    title = clean(_text(item, "title"), MAX_TITLE)
    if not title:
        return None
    abstract = clean(_LEAD.sub("", _text(item, "description", "summary"), count=1))
    terms = ((each.get("term") or each.text or "").strip() for each in _named(item, "category"))
    return FeedEntry(
        key=identifier.key,
        version=identifier.version or 1,
        announce_type=announce_type,
        title=title,
        authors=split_authors(_text(item, "creator", "author")),
        abstract=abstract,
        categories=tuple(filter(is_category, terms)),
        is_withdrawn=is_withdrawn(title, abstract),
    )


def _date_of(items: list[_Element]) -> date | None:
    """The newest entry's date: the channel's may be fresh on an old batch."""
    moments = (_moment(_text(item, "pubDate", "published", "updated")) for item in items)
    return max((arxiv_date(moment) for moment in moments if moment), default=None)


def _moment(text: str) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _digest(entries: tuple[FeedEntry, ...]) -> str:
    lines = sorted(f"{entry.key} v{entry.version} {entry.announce_type}" for entry in entries)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _encoding(body: bytes) -> str | None:
    """UTF-8 where it is that, whatever its declaration says."""
    return "utf-8" if xml_limits.is_utf8(body) else None


def _text(element: _Element, *names: str) -> str:
    """The text within the first child of one of these names that has any."""
    for name in names:
        for child in _named(element, name):
            text = "".join(child.itertext()).strip()
            if text:
                return text
    return ""


def _named(element: _Element, name: str) -> Iterator[_Element]:
    """The children of that name, in whatever namespace."""
    return (child for child in element if _name(child) == name)


def _name(element: _Element) -> str:
    return element.tag.rpartition("}")[2]
