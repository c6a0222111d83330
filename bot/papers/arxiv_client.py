"""arXiv's API by the ``arxiv`` package, which blocks: for the one thread of `bot.papers.arxiv_api`.

The package knows no timeout, takes a maintenance page for "no results" and half a page for a whole
one. So it sends through an adapter that has a time limit and a size cap and refuses such answers;
whatever goes wrong becomes one of :mod:`bot.fetch`'s three errors.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import arxiv
import requests
from requests.adapters import HTTPAdapter

from bot.clock import Clock
from bot.fetch import (
    MAX_BYTES,
    USER_AGENT,
    FetchError,
    Refused,
    Unreachable,
    Unreadable,
    wait_asked,
)
from bot.papers.rules import identifiers
from bot.papers.rules.feed_text import clean
from bot.papers.values import AnnounceType, FeedEntry, FoundPaper

_CONNECT_SECONDS = 10.0
_CHUNK = 64 * 1024
_PAGE_SIZE = 200
_MAX_TITLE = 500
_ERROR_ENTRY = "/api/errors"

T = TypeVar("T")


class ArxivClient:
    """The package's client at ``api_url``; a request as a whole may take ``timeout_seconds``."""

    def __init__(
        self, api_url: str, clock: Clock, *, gap_seconds: float, timeout_seconds: float
    ) -> None:
        """Prepare; nothing connects before the first question. ``gap_seconds``: between pages."""
        self._client = _Client(page_size=_PAGE_SIZE, num_retries=0)
        self._client.query_url_format = api_url + "?{}"
        session = requests.Session()
        session.trust_env = False
        for scheme in ("http://", "https://"):
            session.mount(scheme, _StrictAdapter(clock, gap_seconds, timeout_seconds))
        # The package has no public way to give its requests a timeout.
        self._client._session = session

    def find(self, key: str) -> list[FoundPaper]:
        """What the API has by this id (without version).

        Raises:
            FetchError: it cannot be asked now, or its answer cannot be read.
        """
        search = arxiv.Search(id_list=[key], max_results=1)
        return _named_errors(lambda: _read(self._client.results(search), None))

    def submitted(
        self, category: str, since: datetime, until: datetime, limit: int
    ) -> list[FoundPaper]:
        """What was submitted to ``category`` in a span of time, oldest first, at most ``limit``.

        Raises:
            FetchError: it cannot be asked now, or its answer cannot be read.
        """
        span = " TO ".join(f"{at.astimezone(UTC):%Y%m%d%H%M}" for at in (since, until))
        search = arxiv.Search(
            query=f"cat:{category} AND submittedDate:[{span}]",
            max_results=limit,
            sort_by=arxiv.SortCriterion.SubmittedDate,
            sort_order=arxiv.SortOrder.Ascending,
        )
        return _named_errors(lambda: _read(self._client.results(search), category))


class _Client(arxiv.Client):  # type: ignore[misc]  # the package has no types
    """Leaves the gap between pages to the adapter.

    The package counts it by the wall clock: set back by days, its thread would sleep for days.
    """

    @property
    def _last_request_dt(self) -> None:
        """Never known, so that nothing is waited for."""

    @_last_request_dt.setter
    def _last_request_dt(self, _instant: datetime | None) -> None: ...


class _StrictAdapter(HTTPAdapter):
    """Sends with a gap and a time limit for the whole answer; takes only a complete Atom feed."""

    def __init__(self, clock: Clock, gap_seconds: float, timeout_seconds: float) -> None:
        super().__init__(max_retries=0)
        self._clock = clock
        self._gap = gap_seconds
        self._free_at = 0.0
        self._seconds = timeout_seconds

    def send(self, request: Any, *_args: Any, **options: Any) -> Any:
        """Send one request.

        Raises:
            Refused: a status other than 200 (redirects are left to requests).
            Unreadable: not a whole Atom feed, or larger than the cap.
        """
        request.headers["User-Agent"] = USER_AGENT
        time.sleep(max(0.0, self._free_at - time.monotonic()))
        deadline = time.monotonic() + self._seconds
        self._free_at = time.monotonic() + self._gap
        options |= {"stream": True, "timeout": (_CONNECT_SECONDS, self._seconds)}
        response = super().send(request, **options)
        if response.is_redirect:
            return response
        with response:
            if response.status_code != 200:
                wait = wait_asked(response.headers.get("Retry-After"), self._clock.now())
                raise Refused(response.status_code, retry_after=wait)
            if "xml" not in response.headers.get("Content-Type", ""):
                raise Unreadable("its answer is not a feed")
            body = _body(response.raw, deadline)
        if not body.rstrip().endswith(b"</feed>"):
            raise Unreadable("its answer was cut short")
        response._content = body
        return response


def _body(raw: Any, deadline: float) -> bytes:
    """All of an answer, read as it arrives, so that a slow trickle meets the deadline too."""
    body = bytearray()
    while chunk := raw.read1(_CHUNK, decode_content=True):
        body += chunk
        if len(body) > MAX_BYTES:
            raise Unreadable(f"its answer is larger than {MAX_BYTES / 2**20:.0f} MiB")
        if time.monotonic() > deadline:
            raise Unreachable("it did not answer in time")
    return bytes(body)


def _named_errors(question: Callable[[], T]) -> T:
    try:
        return question()
    except FetchError:
        raise
    except requests.Timeout as error:
        raise Unreachable("it did not answer in time") from error
    except requests.ConnectionError as error:
        raise Unreachable("it could not be reached") from error
    except arxiv.HTTPError as error:
        raise Refused(error.status) from error
    except (arxiv.ArxivError, requests.RequestException, OSError, ValueError) as error:
        raise Unreadable("its answer cannot be read") from error


def _read(results: Any, category: str | None) -> list[FoundPaper]:
    found = []
    for result in results:
        if _ERROR_ENTRY in result.entry_id:
            # How the API says that an id does not exist.
            continue
        identifier = identifiers.parse(result.entry_id)
        is_new = category is None or result.primary_category == category
        entry = FeedEntry(
            key=identifier.key,
            version=identifier.version or 1,
            announce_type=AnnounceType.NEW if is_new else AnnounceType.CROSS,
            title=clean(result.title, _MAX_TITLE),
            authors=tuple(clean(str(author), 120) for author in result.authors[:50]),
            abstract=clean(result.summary),
            categories=tuple(result.categories),
        )
        found.append(FoundPaper(entry, result.published))
    return found
