"""The feeds as an HTTP service, with a log of who asked what, and trouble on demand."""

from __future__ import annotations

import asyncio
import html
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from aiohttp import web

from sandbox.clock import Clock
from sandbox.feeds import api, newsletter, rss, taxonomy, trouble
from sandbox.feeds.pages import Page
from sandbox.feeds.papers import Announcement, Paper, samples
from sandbox.feeds.trouble import Breakage, Trouble
from sandbox.http.faults import NO_ANSWER, until_gone

Build = Callable[[Breakage | None], Page]

API, NEWSLETTER, NOTES = "api", "newsletter", "notes"
_NEWSLETTERS = {NEWSLETTER: newsletter.WEEKLY, NOTES: newsletter.NOTES}
"""The names of the feeds that are no category, for `break_with`."""

_UNFIT = {
    API: {Trouble.STALE, Trouble.HUGE},
    **{name: {Trouble.STALE, Trouble.HUGE, Trouble.ERROR} for name in _NEWSLETTERS},
}


@dataclass(slots=True)
class FeedRequest:
    """One request to a feed.

    `feed` is `rss`, `api`, `newsletter` or `notes`, `query` the categories or the query string.
    `at` is the sandbox's clock, `monotonic` real seconds, `port` the client's (the same port is the
    same connection). `status` is None while there is no answer.
    """

    feed: str
    query: str
    at: datetime
    monotonic: float
    port: int | None
    user_agent: str
    if_none_match: str | None
    if_modified_since: str | None
    status: int | None = None


class Feeds:
    """The stand-ins. `requests` is the log, oldest first.

    The feeds of a category follow the clock: from midnight in New York on, a weekday's batch is
    served, on Saturdays, Sundays and holidays an empty feed.
    """

    def __init__(self, clock: Clock) -> None:
        self.base_url = ""
        self.requests: list[FeedRequest] = []
        self._clock = clock
        self._batches: dict[date, tuple[Announcement, ...]] = {}
        self._added: dict[str, Paper] = {}
        self._broken: dict[str, Breakage] = {}
        self._closed = asyncio.Event()

    @property
    def rss_url(self) -> str:
        """Address of the daily feeds, with `{category}` for a category or several joined by `+`."""
        return f"{self.base_url}/rss/{{category}}"

    @property
    def api_url(self) -> str:
        """Address of the API's query method, without a query string."""
        return f"{self.base_url}/api/query"

    @property
    def newsletter_url(self) -> str:
        """Address of the newsletter as RSS; with `.atom` at its end, as Atom."""
        return f"{self.base_url}/{NEWSLETTER}"

    @property
    def notes_url(self) -> str:
        """Address of the second newsletter, likewise."""
        return f"{self.base_url}/{NOTES}"

    def routes(self) -> list[web.RouteDef]:
        """What the server has to serve."""
        return [
            web.get("/rss/{query}", self._rss),
            web.get("/api/query", self._api),
            *(
                web.get(f"/{{name:{name}}}{path}", answer)
                for name in _NEWSLETTERS
                for path, answer in (
                    ("", self._newsletter),
                    ("{atom:[.]atom}", self._newsletter),
                    ("/{number:[0-9]+}", self._issue),
                )
            ),
        ]

    def close(self) -> None:
        """Let go of requests that are kept waiting."""
        self._closed.set()

    def set_batch(self, day: date, papers: Iterable[Paper | Announcement]) -> None:
        """Decide what arXiv announces on a day, of any weekday; the API knows it at once."""
        batch = tuple(
            entry if isinstance(entry, Announcement) else Announcement(entry) for entry in papers
        )
        self._batches[day] = batch
        self._added |= {entry.paper.id: entry.paper for entry in batch}

    def holiday(self, day: date) -> None:
        """Let arXiv rest on a day: its feeds are empty."""
        self._batches[day] = ()

    def batch(self, day: date) -> tuple[Announcement, ...]:
        """What arXiv announces on a day (a date in New York)."""
        return self._batches[day] if day in self._batches else samples().on(day)

    def break_with(
        self,
        feed: str,
        kind: Trouble | str,
        *,
        times: int | None = None,
        status: int = 500,
        retry_after: int | None = None,
        items: int = 20_000,
    ) -> None:
        """Break a feed: a category, `api`, `newsletter` or `notes`; `*` breaks every category.

        A feed of several categories is broken when one of them is. `times` is how many requests see
        it, None means until `mend`. `status` and `retry_after` (seconds) belong to `status`, and
        `items` to `huge`. Raises `ValueError` for a trouble that such a feed cannot have.
        """
        wanted = Trouble(kind)
        if wanted in _UNFIT.get(feed, ()):
            raise ValueError(f"{feed} cannot be {wanted.value}")
        self._broken[feed] = Breakage(wanted, times, status, retry_after, items)

    def mend(self, feed: str | None = None) -> None:
        """Make one feed, or all, work again."""
        if feed is None:
            self._broken.clear()
        else:
            self._broken.pop(feed, None)

    async def _rss(self, request: web.Request) -> web.StreamResponse:
        query = request.match_info["query"]

        def build(wrong: Breakage | None) -> Page:
            return self._daily(query, wrong)

        return await self._serve(request, "rss", query, [*query.split("+"), "*"], build)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        def build(wrong: Breakage | None) -> Page:
            return self._answer(request, wrong)

        return await self._serve(request, API, request.query_string, [API], build)

    async def _newsletter(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]

        def build(wrong: Breakage | None) -> Page:
            return self._issues(name, "atom" in request.match_info, wrong)

        return await self._serve(request, name, request.path, [name], build)

    async def _issue(self, request: web.Request) -> web.StreamResponse:
        try:
            of = _NEWSLETTERS[request.match_info["name"]]
            issue = newsletter.issue(int(request.match_info["number"]), of)
        except KeyError:
            raise web.HTTPNotFound from None
        title, text = html.escape(issue.title), html.escape(issue.text)
        page = f"<!DOCTYPE html><title>{title}</title><h1>{title}</h1><p>{text}</p>"
        return web.Response(text=page, content_type="text/html")

    def _daily(self, query: str, wrong: Breakage | None) -> Page:
        day = rss.arxiv_day(self._clock.now())
        link = self.rss_url.format(category=query)
        start, end = rss.midnight(day), rss.midnight(day + timedelta(days=1))
        try:
            if wrong and wrong.trouble is Trouble.ERROR:
                raise taxonomy.BadCategory("Internal error.")
            asked = taxonomy.parse(query)
        except taxonomy.BadCategory as problem:
            body = rss.render_error(query, str(problem), day, link)
            return Page(body, rss.CONTENT_TYPE, 400, start, end)
        entries = rss.listing(self._announced(day, wrong), asked)
        if wrong and wrong.trouble is Trouble.HUGE:
            category = next((name for name in asked if "." in name), "cs.AI")
            entries += [("new", paper) for paper in trouble.fillers(wrong.items, category, day)]
        body = rss.render(asked, entries, day, link)
        return Page(body, rss.CONTENT_TYPE, 200, start, end)

    def _announced(self, day: date, wrong: Breakage | None) -> tuple[Announcement, ...]:
        if wrong and wrong.trouble is Trouble.EMPTY:
            return ()
        if wrong and wrong.trouble is Trouble.STALE:
            earlier = (day - timedelta(days=back) for back in range(1, 15))
            return next((batch for past in earlier if (batch := self.batch(past))), ())
        return self.batch(day)

    def _answer(self, request: web.Request, wrong: Breakage | None) -> Page:
        now = self._clock.now()
        if wrong and wrong.trouble is Trouble.ERROR:
            return Page(api.render_error("internal error", now), api.CONTENT_TYPE)
        try:
            asked = api.read(request.query)
            found = api.find(asked, {**samples().papers, **self._added})
        except api.BadRequest as problem:
            return Page(api.render_error(str(problem), now), api.CONTENT_TYPE, 400)
        if wrong and wrong.trouble is Trouble.EMPTY:
            found = []
        return Page(api.render(asked, found, now), api.CONTENT_TYPE)

    def _issues(self, name: str, atom: bool, wrong: Breakage | None) -> Page:
        of = _NEWSLETTERS[name]
        issues = newsletter.latest(self._clock.now(), of)
        if wrong and wrong.trouble is Trouble.EMPTY:
            issues = []
        render = newsletter.render_atom if atom else newsletter.render_rss
        return Page(
            render(issues, f"{self.base_url}/{name}", of),
            newsletter.ATOM if atom else newsletter.RSS,
            modified=issues[0].published if issues else None,
        )

    async def _serve(
        self, request: web.Request, feed: str, query: str, names: Sequence[str], build: Build
    ) -> web.StreamResponse:
        entry = self._logged(request, feed, query)
        wrong = self._trouble(names)
        if wrong and wrong.trouble is Trouble.TIMEOUT:
            await until_gone(request, self._closed)
            return web.Response(status=NO_ANSWER)
        response = trouble.instead(wrong) if wrong else None
        if response is None:
            page = trouble.damaged(build(wrong), wrong)
            response = page.response(request.headers, self._clock.now())
        entry.status = response.status
        return response

    def _logged(self, request: web.Request, feed: str, query: str) -> FeedRequest:
        peer = request.transport.get_extra_info("peername") if request.transport else None
        entry = FeedRequest(
            feed=feed,
            query=query,
            at=self._clock.now(),
            monotonic=time.monotonic(),
            port=peer[1] if peer else None,
            user_agent=request.headers.get("User-Agent", ""),
            if_none_match=request.headers.get("If-None-Match"),
            if_modified_since=request.headers.get("If-Modified-Since"),
        )
        self.requests.append(entry)
        return entry

    def _trouble(self, names: Sequence[str]) -> Breakage | None:
        for name in names:
            wrong = self._broken.get(name)
            if wrong is not None:
                if wrong.times is not None:
                    wrong.times -= 1
                    if not wrong.times:
                        del self._broken[name]
                return wrong
        return None
