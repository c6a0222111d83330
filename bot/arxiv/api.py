"""arXiv's API: looking up one paper, and what a feed missed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bot.arxiv.values import FoundPaper
from bot.errors import WorkerTimeout
from bot.fetch import Fetched, Fetcher, Unreadable
from bot.worker import Worker

if TYPE_CHECKING:
    from bot.arxiv.client import Page

MAX_DETAILS = 100
"""Papers asked about at once; their ids fit a request's address."""

_PAGE_SIZE = 200
_READ_SECONDS = 10.0
# So many empty answers in a row mean that there is no such paper.
_BELIEVED = 2


class ArxivApi:
    """The API at ``api_url``; takes turns with the feeds through ``fetcher``.

    Its answers are read by ``worker``.
    """

    def __init__(self, fetcher: Fetcher, worker: Worker, api_url: str) -> None:
        """Wire the parts."""
        self._fetcher = fetcher
        self._worker = worker
        self._url = api_url

    async def find(self, key: str) -> FoundPaper | None:
        """The paper with this id (without version), or None when arXiv has none.

        One empty answer is not believed: it may be a trouble of arXiv's.

        Raises:
            FetchError: the API cannot be asked now, or its answer cannot be read.
        """
        for _ in range(_BELIEVED):
            page = await self._ask({"id_list": key, "max_results": 1}, None)
            found = next((paper for paper in page.papers if paper.entry.key == key), None)
            if found is not None:
                return found
            if page.total:
                raise Unreadable("its answer is about something else")
        return None

    async def details(self, keys: Sequence[str]) -> list[FoundPaper]:
        """The newest versions of papers (ids without version), up to ``MAX_DETAILS``, at once.

        Those that arXiv leaves out are missing here; that does not mean that there are none such.

        Raises:
            FetchError: the API cannot be asked now, its answer cannot be read, or is empty.
        """
        if not keys:
            return []
        asked = list(dict.fromkeys(keys))[:MAX_DETAILS]
        page = await self._ask({"id_list": ",".join(asked), "max_results": len(asked)}, None)
        found = [paper for paper in page.papers if paper.entry.key in asked]
        if not found:
            raise Unreadable("its answer is empty")
        return found

    async def submitted(
        self, category: str, since: datetime, until: datetime
    ) -> AsyncIterator[tuple[FoundPaper, ...]]:
        """What was submitted to ``category`` in a span of time, oldest first, a page at a time.

        Raises:
            FetchError: the API cannot be asked now, or its answer cannot be read.
        """
        span = " TO ".join(f"{at.astimezone(UTC):%Y%m%d%H%M}" for at in (since, until))
        question: dict[str, str | int] = {
            "search_query": f"cat:{category} AND submittedDate:[{span}]",
            "sortBy": "submittedDate",
            "sortOrder": "ascending",
            "max_results": _PAGE_SIZE,
        }
        start, total = 0, 1
        while start < total:
            page = await self._ask({**question, "start": start}, category)
            if page.size == 0 and (start or page.total):
                raise Unreadable("its answer ends in the middle")
            start, total = start + page.size, page.total
            yield page.papers

    async def _ask(self, question: dict[str, str | int], category: str | None) -> Page:
        fetched = await self._fetcher.get(f"{self._url}?{urlencode(question)}")
        if not isinstance(fetched, Fetched) or "xml" not in fetched.content_type:
            raise Unreadable("its answer is not a feed")
        try:
            return await self._worker.run(_read, fetched.body, category, timeout=_READ_SECONDS)
        except (WorkerTimeout, ValueError) as error:
            raise Unreadable("its answer cannot be read") from error


def _read(body: bytes, category: str | None) -> Page:
    from bot.arxiv import client  # noqa: PLC0415 - for the worker alone: it loads lxml

    return client.read(body, category)
