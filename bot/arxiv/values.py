"""The plain frozen values of arXiv: what its feeds and its API bring, and how feeds are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AnnounceType(StrEnum):
    """Why a paper stands in a feed."""

    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"


class Health(StrEnum):
    """How a category's feed is (U4)."""

    UNREAD = "unread"
    CURRENT = "current"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    QUIET = "quiet"
    STALE = "stale"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A paper as a feed or the API announces it; texts are plain (entities resolved once).

    ``is_withdrawn`` when this version says that the paper is withdrawn.
    """

    key: str
    version: int
    announce_type: AnnounceType
    title: str
    authors: tuple[str, ...]
    abstract: str
    categories: tuple[str, ...]
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """A paper that the API knows, and when its first version was submitted (UTC).

    The entry's type is ``new``: for an id alone, or in its primary category; else ``cross``.
    ``venue`` is where its newest version says that it was accepted.
    """

    entry: FeedEntry
    submitted_at: datetime
    venue: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """A feed's content. ``dated`` is its date at arXiv, None for an empty feed.

    ``digest`` tells two batches apart whatever their build dates say; ``skipped`` counts entries
    that could not be used.
    """

    entries: tuple[FeedEntry, ...]
    dated: date | None
    digest: str
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Feed:
    """A category's feed as it is known. See :class:`~bot.arxiv.models.FeedRow`."""

    category: str
    etag: str | None
    last_modified: str | None
    read_at: datetime | None
    batch_on: date | None
    batch_digest: str | None
    batch_size: int
    covered_until: date | None
    missing: tuple[date, date] | None
    failures: int
    failing_since: datetime | None
    health: Health
    note: str | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper; ``key`` is its arXiv id without version. The texts are its first version's.

    ``venue`` is where it was accepted, such as ``NeurIPS``, as far as arXiv was asked and says so.
    """

    key: str
    title: str
    authors: tuple[str, ...]
    abstract: str
    categories: tuple[str, ...]
    is_withdrawn: bool = False
    venue: str | None = None
