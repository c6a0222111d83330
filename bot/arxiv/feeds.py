"""Reading arXiv's RSS feed of one category: bytes in, a batch of entries or a named fault out."""

from __future__ import annotations

from enum import StrEnum

from bot.arxiv.values import Batch
from bot.errors import SyllabotError, WorkerTimeout
from bot.worker import Worker

PARSE_SECONDS = 10.0
"""How long reading one body may take; the largest body that is fetched needs about two."""

ERROR_TITLE = "feed error"
"""How the title of arXiv's feed about an unknown category begins, in lower case."""


class Fault(StrEnum):
    """What is wrong with a feed, told apart for organisers."""

    ERROR_FEED = "error-feed"
    NOT_A_FEED = "not-a-feed"
    MALFORMED = "malformed"
    TRUNCATED = "truncated"
    TOO_MUCH = "too-much"


class FeedFault(SyllabotError):
    """A feed cannot be used. The text is a few words for organisers."""

    def __init__(self, fault: Fault, text: str) -> None:
        """Keep what kind of fault it is."""
        # Both stand among the arguments, or it could not come back from the worker's process.
        super().__init__(fault, text)
        self.fault = fault
        self._text = text

    def __str__(self) -> str:
        """The text alone."""
        return self._text


async def read(
    worker: Worker,
    body: bytes,
    content_type: str = "application/rss+xml",
    *,
    seconds: float = PARSE_SECONDS,
) -> Batch:
    """The batch in a feed's body, parsed in the worker's process, which is ended if it takes long.

    Raises:
        FeedFault: as :func:`bot.arxiv.feed_parser.parse`, and when it takes longer than
            ``seconds``.
    """
    try:
        return await worker.run(_parse, body, content_type, timeout=seconds)
    except WorkerTimeout:
        raise FeedFault(Fault.TOO_MUCH, "it took too long to read") from None


def is_error_feed(body: bytes) -> bool:
    """Whether a refusal's body is arXiv's feed about a category that it does not know."""
    return ERROR_TITLE.encode() in body[:4096].lower()


def _parse(body: bytes, content_type: str) -> Batch:
    from bot.arxiv.feed_parser import parse  # noqa: PLC0415 - for the worker alone: it loads feedparser

    return parse(body, content_type)
