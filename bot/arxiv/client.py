"""Reading the pages of arXiv's API by the ``arxiv`` package, for the worker's process.

The package fetches pages without a timeout or a size cap, and takes a maintenance page for "no
results" and half a page for a whole one. So `bot.arxiv.api` fetches them, and only a page
that is whole is read here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# The package has no public way to read a page that somebody else fetched.
from arxiv import _feed

from bot import xml_limits
from bot.arxiv.rules import identifiers, venues
from bot.arxiv.rules.feed_text import MAX_TITLE, clean, clean_authors
from bot.arxiv.rules.withdrawal import is_withdrawn
from bot.arxiv.values import AnnounceType, FeedEntry, FoundPaper

_ERROR_ENTRY = b"/api/errors#"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of results: how many entries it has, how many there are in all, and the papers."""

    size: int
    total: int
    papers: tuple[FoundPaper, ...]


def read(body: bytes, category: str | None) -> Page:
    """Read a page; a paper is new if ``category`` (where one was asked for) is its primary one.

    Raises:
        ValueError: it is not a whole, sound Atom feed, or it is arXiv's error.
    """
    root = xml_limits.check(body)
    if root != "feed" or b"totalResults" not in body:
        # A page of another kind has no papers either; that says nothing about arXiv's.
        raise ValueError("no answer of the API")
    if _ERROR_ENTRY in body:
        raise ValueError("an error entry instead of papers")
    feed = _feed.parse(body)
    papers = tuple(_found(result, category) for result in feed.results)
    return Page(len(feed.results), feed.header.total_results, papers)


def _found(result: Any, category: str | None) -> FoundPaper:
    identifier = identifiers.parse(result.entry_id)
    is_new = category is None or result.primary_category == category
    title, abstract = clean(result.title, MAX_TITLE), clean(result.summary)
    comment = clean(result.comment or "")
    entry = FeedEntry(
        key=identifier.key,
        version=identifier.version or 1,
        announce_type=AnnounceType.NEW if is_new else AnnounceType.CROSS,
        title=title,
        authors=clean_authors([str(author) for author in result.authors]),
        abstract=abstract,
        categories=tuple(result.categories),
        is_withdrawn=is_withdrawn(title, abstract, comment),
    )
    return FoundPaper(
        entry, result.published, venues.read(comment, clean(result.journal_ref or ""))
    )
