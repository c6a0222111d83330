"""Newsletters of the sandbox's own, in RSS 2.0 and Atom, whose issues come out at fixed gaps.

The texts of each take turns; they lie in `sandbox/feeds/samples`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from sandbox.feeds.pages import as_bytes
from sandbox.feeds.papers import SAMPLES

RSS, ATOM = "application/rss+xml", "application/atom+xml"
KEPT = 5
"""Issues a feed lists."""


@dataclass(frozen=True, slots=True)
class Newsletter:
    """One of them: the file with its texts, when issue 1 came out, and the gap to the next."""

    sample: str
    first: datetime
    gap: timedelta


WEEKLY = Newsletter("newsletter.toml", datetime(2020, 1, 2, 9, tzinfo=UTC), timedelta(weeks=1))
"""Every Thursday at 09:00 UTC."""

NOTES = Newsletter("lab-notes.toml", datetime(2020, 1, 1, 18, tzinfo=UTC), timedelta(days=2))
"""Every other day at 18:00 UTC."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue: its number, from 1, title, text and the instant it came out."""

    number: int
    title: str
    text: str
    published: datetime


def issue(number: int, of: Newsletter = WEEKLY) -> Issue:
    """The issue with this number. Raises `KeyError` below 1."""
    if number < 1:
        raise KeyError(number)
    texts = _sample(of.sample)["issue"]
    chosen = texts[(number - 1) % len(texts)]
    published = of.first + (number - 1) * of.gap
    return Issue(number, f"#{number}: {chosen['title']}", chosen["text"].strip(), published)


def latest(now: datetime, of: Newsletter = WEEKLY) -> list[Issue]:
    """The issues that are out at `now`, newest first, at most `KEPT`."""
    newest = (now - of.first) // of.gap + 1
    return [issue(number, of) for number in range(newest, max(newest - KEPT, 0), -1)]


def render_rss(issues: list[Issue], base_url: str, of: Newsletter = WEEKLY) -> bytes:
    """The issues as an RSS 2.0 feed; `base_url` is where their pages lie."""
    root = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(root, "channel")
    ET.SubElement(channel, "title").text = _sample(of.sample)["title"]
    ET.SubElement(channel, "link").text = base_url
    ET.SubElement(channel, "description").text = _sample(of.sample)["description"]
    for one in issues:
        item = ET.SubElement(channel, "item")
        ET.SubElement(item, "title").text = one.title
        ET.SubElement(item, "link").text = f"{base_url}/{one.number}"
        ET.SubElement(item, "guid", {"isPermaLink": "true"}).text = f"{base_url}/{one.number}"
        ET.SubElement(item, "description").text = f"<p>{one.text}</p>"
        ET.SubElement(item, "pubDate").text = format_datetime(one.published)
    return as_bytes(root)


def render_atom(issues: list[Issue], base_url: str, of: Newsletter = WEEKLY) -> bytes:
    """The issues as an Atom feed."""
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    ET.SubElement(root, "id").text = base_url
    ET.SubElement(root, "title").text = _sample(of.sample)["title"]
    ET.SubElement(root, "link", {"href": base_url, "rel": "alternate"})
    updated = issues[0].published if issues else of.first
    ET.SubElement(root, "updated").text = updated.isoformat()
    for one in issues:
        entry = ET.SubElement(root, "entry")
        ET.SubElement(entry, "id").text = f"{base_url}/{one.number}"
        ET.SubElement(entry, "title").text = one.title
        ET.SubElement(entry, "link", {"href": f"{base_url}/{one.number}", "rel": "alternate"})
        ET.SubElement(entry, "updated").text = one.published.isoformat()
        ET.SubElement(entry, "summary", {"type": "html"}).text = f"<p>{one.text}</p>"
    return as_bytes(root)


@lru_cache(maxsize=2)
def _sample(name: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLES / name).read_text(encoding="utf-8"))
