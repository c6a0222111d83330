"""arXiv's daily RSS 2.0 feed: one day's announcements in the categories asked.

Shape and rules follow arXiv's own feed service (arXiv/arxiv-feed): all dates are that day's
midnight in New York, the type of an entry depends on the categories asked, replacements come first,
and 2,000 entries are the most a feed holds. Announcements go in, bytes come out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from sandbox.feeds import taxonomy
from sandbox.feeds.pages import as_bytes
from sandbox.feeds.papers import Announcement, Paper

ZONE = ZoneInfo("America/New_York")
LIMIT = 2000
"""Entries in one feed."""
MAX_VERSION = 5
"""Replacements above this version are not listed."""

CONTENT_TYPE = "application/rss+xml"

_ORDER = ("replace-cross", "replace", "cross", "new")
_NAMESPACES = {
    "xmlns:arxiv": "http://arxiv.org/schemas/atom",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
}


def arxiv_day(now: datetime) -> date:
    """The date in New York, whose midnight is the one that counts."""
    return now.astimezone(ZONE).date()


def midnight(day: date) -> datetime:
    """The instant at which a day's batch appears."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)


def listing(
    announcements: Iterable[Announcement], asked: tuple[str, ...], limit: int = LIMIT
) -> list[tuple[str, Paper]]:
    """What a query for `asked` lists, each paper once, as (announce type, paper)."""
    found: dict[str, tuple[str, Paper]] = {}
    for announcement in announcements:
        kind = _kind(announcement, asked)
        paper = announcement.paper
        if kind and (paper.id not in found or _rank(kind) > _rank(found[paper.id][0])):
            found[paper.id] = kind, paper
    newest_first = sorted(found.values(), key=lambda entry: entry[1].id, reverse=True)
    return sorted(newest_first, key=lambda entry: _rank(entry[0]))[:limit]


def render(asked: tuple[str, ...], entries: list[tuple[str, Paper]], day: date, link: str) -> bytes:
    """The feed of `day`; without entries it is what arXiv sends on weekends and holidays."""
    name = ", ".join(asked)
    root, channel = _channel(
        f"{name} updates on arXiv.org",
        f"{name} updates on the arXiv.org e-print archive.",
        day,
        link,
    )
    skipped = ET.SubElement(channel, "skipDays")
    for weekday in ("Sunday", "Saturday"):
        ET.SubElement(skipped, "day").text = weekday
    for kind, paper in entries:
        _item(channel, kind, paper, day)
    return as_bytes(root)


def render_error(query: str, message: str, day: date, link: str) -> bytes:
    """The feed that arXiv sends, with status 400, for a query it cannot answer."""
    root, _ = _channel(f"Feed error for query: {query}", message, day, link)
    return as_bytes(root)


def _kind(announcement: Announcement, asked: tuple[str, ...]) -> str | None:
    paper = announcement.paper
    if not any(taxonomy.belongs(category, asked) for category in paper.categories):
        return None
    primary = taxonomy.belongs(paper.primary, asked)
    match announcement.action:
        case "new":
            return "new" if primary else "cross"
        case "cross":
            return "cross"
        case "replace" if paper.version <= MAX_VERSION:
            return "replace" if primary else "replace-cross"
    return None


def _rank(kind: str) -> int:
    return _ORDER.index(kind)


def _channel(title: str, description: str, day: date, link: str) -> tuple[ET.Element, ET.Element]:
    root = ET.Element("rss", {**_NAMESPACES, "version": "2.0"})
    channel = ET.SubElement(root, "channel")
    start = midnight(day)
    for tag, text in (
        ("title", title),
        ("link", link),
        ("description", description),
    ):
        ET.SubElement(channel, tag).text = text
    ET.SubElement(channel, "atom:link", {"href": link, "rel": "self", "type": CONTENT_TYPE})
    for tag, text in (
        ("docs", "http://www.rssboard.org/rss-specification"),
        ("language", "en-us"),
        ("lastBuildDate", format_datetime(start.astimezone(UTC))),
        ("managingEditor", "rss-help@arxiv.org"),
        ("pubDate", format_datetime(start)),
    ):
        ET.SubElement(channel, tag).text = text
    return root, channel


def _item(channel: ET.Element, kind: str, paper: Paper, day: date) -> None:
    item = ET.SubElement(channel, "item")
    ET.SubElement(item, "title").text = paper.title
    ET.SubElement(item, "link").text = f"https://arxiv.org/abs/{paper.id}"
    description = f"arXiv:{paper.versioned_id} Announce Type: {kind} \nAbstract: {paper.summary}"
    ET.SubElement(item, "description").text = description
    guid = ET.SubElement(item, "guid", {"isPermaLink": "false"})
    guid.text = f"oai:arXiv.org:{paper.versioned_id}"
    for category in paper.categories:
        ET.SubElement(item, "category").text = category
    ET.SubElement(item, "pubDate").text = format_datetime(midnight(day))
    ET.SubElement(item, "arxiv:announce_type").text = kind
    if paper.licence:
        ET.SubElement(item, "dc:rights").text = paper.licence
    ET.SubElement(item, "dc:creator").text = ", ".join(paper.authors)
