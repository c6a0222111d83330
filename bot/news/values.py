"""Feeds and headlines as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An entry of a feed. ``key`` tells it from all others, ``link_key`` says where it leads.

    ``published`` is None where the feed does not say when.
    """

    key: str
    link_key: str
    title: str
    link: str
    published: datetime | None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed's body says, its entries in its own order."""

    title: str
    items: tuple[FeedItem, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that a web page names as its own."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class NotAFeed:
    """Why a body is of no use, in a few words, and which feeds it names instead."""

    text: str
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was read at ``url``, with what spares the next reading a repetition."""

    url: str
    feed: ParsedFeed
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class DueFeed:
    """A feed whose turn it is."""

    id: int
    url: str
    etag: str | None
    last_modified: str | None
    failures: int
    failing_since: datetime | None


class Health(StrEnum):
    """How a feed is."""

    CURRENT = "current"
    FAILING = "failing"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class FollowedFeed:
    """A feed that a group follows. ``trouble`` is in a few words, since ``failing_since``."""

    id: int
    url: str
    title: str
    read_at: datetime
    health: Health
    trouble: str | None = None
    failing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """An entry that a group gets to see. ``at`` is when it appeared, ``source`` its newsletter."""

    key: str
    link_key: str
    title: str
    link: str
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A feed that a group may want. ``key`` is what a button or a command names it by."""

    key: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class News:
    """A group's newsletters.

    ``latest`` are the newest headlines, told or not. ``weekdays`` are the plan's days of news;
    ``suggested`` are feeds that it does not follow yet, ``without_feed`` newsletters of the plan of
    which no feed is known.
    """

    feeds: tuple[FollowedFeed, ...]
    latest: tuple[Headline, ...]
    weekdays: tuple[int, ...]
    suggested: tuple[Suggestion, ...]
    without_feed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewsChanged:
    """A group's newsletters after a change: the feed that came or went, and how many it holds.

    ``was_known``: the group followed it already.
    """

    now: News
    added: FollowedFeed | None = None
    removed: FollowedFeed | None = None
    entries: int = 0
    was_known: bool = False
