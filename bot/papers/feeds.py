"""Reading arXiv's RSS feed of one category: bytes in, a batch of entries or a named fault out."""

from __future__ import annotations

import asyncio
from enum import StrEnum

from bot.errors import SyllabotError
from bot.papers.values import Batch

PARSE_SECONDS = 20.0
"""How long reading one body may take; the largest body that is fetched needs about two."""

ERROR_TITLE = "feed error"
"""How the title of arXiv's feed about an unknown category begins, in lower case."""


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


async def read(body: bytes, content_type: str = "application/rss+xml") -> Batch:
    """The batch in a feed's body, parsed in a thread with a time limit.

    Raises:
        FeedFault: as :func:`bot.papers.feed_parser.parse`, and when it takes longer than
            ``PARSE_SECONDS``.
    """
    try:
        async with asyncio.timeout(PARSE_SECONDS):
            return await asyncio.to_thread(_parse, body, content_type)
    except TimeoutError:
        raise FeedFault(Fault.MALFORMED, "it took too long to read") from None


def is_error_feed(body: bytes) -> bool:
    """Whether a refusal's body is arXiv's feed about a category that it does not know."""
    return ERROR_TITLE.encode() in body[:4096].lower()


def _parse(body: bytes, content_type: str) -> Batch:
    from bot.papers.feed_parser import parse  # noqa: PLC0415 - a start need not load feedparser

    return parse(body, content_type)
