"""What can go wrong with a feed, on demand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Final

from aiohttp import web

from sandbox.feeds.pages import Page
from sandbox.feeds.papers import Paper


class Trouble(Enum):
    """A way for a feed to be wrong. The values may be given as plain strings."""

    MALFORMED = "malformed"
    """Not well-formed XML."""
    TRUNCATED = "truncated"
    """Ends in the middle."""
    HTML = "html"
    """A maintenance page, with status 200."""
    ERROR = "error"
    """arXiv's own error: a feed with status 400, or the API's error entry with status 200."""
    EMPTY = "empty"
    """A proper feed with nothing in it."""
    BLANK = "blank"
    """No bytes at all, with status 200."""
    STALE = "stale"
    """The batch of the publishing day before, under today's date."""
    STATUS = "status"
    """An HTTP status, by default 500, if asked with Retry-After."""
    TIMEOUT = "timeout"
    """No answer."""
    HUGE = "huge"
    """Far more items than arXiv would send."""


@dataclass(slots=True)
class Breakage:
    """One feed's trouble; `times` counts down, None lasts until it is mended."""

    trouble: Trouble
    times: int | None
    status: int
    retry_after: int | None
    items: int


_MAINTENANCE: Final = (
    b"<!DOCTYPE html><html><head><title>Down for maintenance</title></head>"
    b"<body><h1>We will be back soon</h1><p>Thank you for your patience.</p></body></html>"
)


def instead(wrong: Breakage) -> web.Response | None:
    """The answer that stands in the feed's place, for troubles that need no feed."""
    match wrong.trouble:
        case Trouble.STATUS:
            headers = {} if wrong.retry_after is None else {"Retry-After": str(wrong.retry_after)}
            return web.Response(text="Trouble on demand", status=wrong.status, headers=headers)
        case Trouble.HTML:
            return web.Response(body=_MAINTENANCE, content_type="text/html")
        case Trouble.BLANK:
            return web.Response(body=b"", content_type="application/xml")
    return None


def damaged(page: Page, wrong: Breakage | None) -> Page:
    """The page with the damage that concerns its bytes, or as it is."""
    match wrong and wrong.trouble:
        case Trouble.MALFORMED:
            head, _, tail = page.body.rpartition(b"</")
            return replace(page, body=head + b"<item><title>This & that</" + tail)
        case Trouble.TRUNCATED:
            return replace(page, body=page.body[: len(page.body) * 2 // 3])
    return page


def fillers(count: int, category: str, day: date) -> list[Paper]:
    """`count` made-up papers, recognisable as such, for feeds that are too long."""
    return [
        Paper(
            id=f"9901.{number:05d}",
            title=f"Filler {number}",
            authors=("Sandbox Filler",),
            categories=(category,),
            summary="A made-up entry that only makes this feed long. " * 4,
            published=day,
        )
        for number in range(1, count + 1)
    ]
