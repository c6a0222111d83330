"""arXiv's API behind our own errors, against its stand-in."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.arxiv import api as arxiv_api
from bot.arxiv import client
from bot.arxiv.api import ArxivApi
from bot.arxiv.values import AnnounceType
from bot.fetch import (
    USER_AGENT,
    Fetched,
    Fetcher,
    FetchError,
    NotModified,
    Refused,
    TooSoon,
    Unreachable,
    Unreadable,
)
from bot.worker import Worker
from sandbox import Sandbox, SettableClock
from sandbox.feeds import Paper
from sandbox.feeds import api as sandbox_api
from tests.arxiv import calls

NOW = datetime(2026, 3, 5, 6, tzinfo=UTC)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=SettableClock(NOW)) as running:
        yield running


@pytest.fixture
async def api(sandbox: Sandbox, worker: Worker) -> AsyncIterator[ArxivApi]:
    fetcher = Fetcher(
        sandbox.clock, gap_seconds=0, named=[sandbox.feeds.api_url], timeout_seconds=0.4
    )
    yield ArxivApi(fetcher, worker, sandbox.feeds.api_url)
    await fetcher.close()


async def test_a10_a_paper_is_found_by_its_id(sandbox: Sandbox, api: ArxivApi) -> None:
    found = await api.find("2503.16419")
    assert found is not None
    assert found.entry.key == "2503.16419"
    assert found.entry.title.startswith("Stop Overthinking")
    assert found.entry.authors[0] == "Yang Sui"
    assert found.entry.categories == ("cs.CL",)
    assert sandbox.feeds.requests[-1].user_agent == USER_AGENT


async def test_a10_an_unknown_id_is_no_paper(api: ArxivApi) -> None:
    assert await api.find("2203.99999") is None


async def test_one_empty_answer_does_not_mean_that_there_is_no_paper(
    sandbox: Sandbox, api: ArxivApi
) -> None:
    sandbox.feeds.break_with("api", "empty", times=1)
    assert await api.find("2503.16419") is not None


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        ("html", Unreadable),
        ("error", Unreadable),
        ("blank", Unreadable),
        ("truncated", Unreadable),
        ("timeout", Unreachable),
        ("status", Refused),
    ],
)
async def test_every_trouble_is_one_of_three_errors(
    sandbox: Sandbox, api: ArxivApi, trouble: str, error: type[FetchError]
) -> None:
    sandbox.feeds.break_with("api", trouble)
    with pytest.raises(error):
        await api.find("2503.16419")
    assert len(sandbox.feeds.requests) == 1, "one try: whoever asks decides on the next"


def test_an_error_that_names_a_paper_is_not_taken_for_it() -> None:
    body = sandbox_api.render_error("no such version of 2503.16419", NOW)
    with pytest.raises(ValueError, match="error entry"):
        client.read(body, None)


@pytest.mark.parametrize("trouble", ["html", "error", "blank", "truncated", "timeout", "empty"])
async def test_a6_details_that_do_not_come_are_an_error_never_no_papers(
    sandbox: Sandbox, api: ArxivApi, trouble: str
) -> None:
    sandbox.feeds.break_with("api", trouble)
    with pytest.raises(FetchError):
        await api.details(["2503.16419"])


async def test_a6_one_request_brings_venues_newest_versions_and_withdrawals(
    sandbox: Sandbox, api: ArxivApi
) -> None:
    day = NOW.date()
    papers = [
        Paper(f"2603.{n:05}", "On", ("A",), ("cs.LG",), "S.", day, 1 + n, comment=comment)
        for n, comment in enumerate(["Accepted at NeurIPS 2026", "12 pages", "Withdrawn."], start=1)
    ]
    published = Paper("2603.00004", "On", ("A",), ("cs.LG",), "S.", day, journal_ref="JMLR 27")
    sandbox.feeds.set_batch(day, [*papers, published])
    asked = [*(paper.id for paper in papers), published.id, "2603.00099"]
    found = {paper.entry.key: paper for paper in await api.details(asked)}
    assert {key: paper.venue for key, paper in found.items()} == {
        "2603.00001": "NeurIPS",
        "2603.00002": None,
        "2603.00003": None,
        "2603.00004": "JMLR",
    }
    assert [paper.entry.version for paper in found.values()].count(1) == 1
    assert found["2603.00001"].entry.version == 2
    assert [key for key, paper in found.items() if paper.entry.is_withdrawn] == ["2603.00003"]
    assert len(sandbox.feeds.requests) == 1
    assert await api.details([]) == []
    assert len(sandbox.feeds.requests) == 1


async def test_a6_a_hundred_papers_fit_one_request(sandbox: Sandbox, api: ArxivApi) -> None:
    day = NOW.date()
    papers = [Paper(f"2603.{n:05}", "On", ("A",), ("cs.LG",), "S.", day) for n in range(1, 102)]
    sandbox.feeds.set_batch(day, papers)
    found = await api.details([paper.id for paper in papers])
    assert len(found) == arxiv_api.MAX_DETAILS == 100
    assert len(sandbox.feeds.requests) == 1


async def test_a5_the_api_asks_to_wait_and_the_feeds_wait_too(
    sandbox: Sandbox, api: ArxivApi
) -> None:
    sandbox.feeds.break_with("api", "status", status=429, retry_after=30)
    with pytest.raises(Refused) as caught:
        await api.find("2503.16419")
    assert caught.value.retry_after == timedelta(seconds=30)
    with pytest.raises(TooSoon):
        await api._fetcher.get(sandbox.feeds.rss_url.format(category="cs.LG"))
    assert len(sandbox.feeds.requests) == 1


async def test_nobody_listening_is_unreachable(sandbox: Sandbox) -> None:
    url = "http://127.0.0.1:1/api/query"
    fetcher = Fetcher(sandbox.clock, gap_seconds=0, named=[url])
    api = ArxivApi(fetcher, Worker(), url)
    with pytest.raises(Unreachable):
        await api.find("2503.16419")
    await fetcher.close()


async def test_a5_what_a_span_of_time_brought_is_listed(sandbox: Sandbox, api: ArxivApi) -> None:
    tuesday = date(2026, 3, 3)
    sandbox.feeds.set_batch(
        tuesday,
        [
            Paper("2603.00011", "Mine", ("A",), ("cs.LG",), "S.", tuesday),
            Paper("2603.00012", "Shared", ("B",), ("stat.ML", "cs.LG"), "S.", tuesday),
            Paper("2603.00013", "Elsewhere", ("C",), ("math.CO",), "S.", tuesday),
            Paper("2602.00014", "Earlier", ("D",), ("cs.LG",), "S.", date(2026, 2, 20)),
        ],
    )
    since = datetime(2026, 3, 2, 19, tzinfo=UTC)
    pages = [page async for page in api.submitted("cs.LG", since, since + timedelta(days=1))]
    kinds = {paper.entry.key: paper.entry.announce_type for page in pages for paper in page}
    assert kinds == {"2603.00011": AnnounceType.NEW, "2603.00012": AnnounceType.CROSS}


async def test_a5_a_long_span_is_read_page_by_page_to_its_end(
    sandbox: Sandbox, api: ArxivApi
) -> None:
    tuesday = date(2026, 3, 3)
    sandbox.feeds.set_batch(
        tuesday,
        [
            Paper(f"2603.{number:05}", "On", ("A",), ("cs.LG",), "S.", tuesday)
            for number in range(1, 651)
        ],
    )
    since = datetime(2026, 3, 2, 19, tzinfo=UTC)
    pages = [page async for page in api.submitted("cs.LG", since, since + timedelta(days=1))]
    assert [len(page) for page in pages] == [200, 200, 200, 50]
    assert len({paper.entry.key for page in pages for paper in page}) == 650
    assert len(sandbox.feeds.requests) == 4


async def test_a_paper_of_3_000_authors_or_one_of_a_single_name_is_found(
    sandbox: Sandbox, api: ArxivApi
) -> None:
    day = NOW.date()
    many = tuple(f"Author {number}" for number in range(3_000))
    sandbox.feeds.set_batch(
        day,
        [
            Paper("2603.00001", "On", many, ("hep-ex",), "S.", day),
            Paper("2603.00002", "x" * 400, ("Plato",), ("cs.LG",), "S.", day),
        ],
    )
    found = await api.details(["2603.00001", "2603.00002"])
    assert {paper.entry.authors[:2] for paper in found} == {("Author 0", "Author 1"), ("Plato",)}
    assert {len(paper.entry.title) for paper in found} == {2, 400}


HEAD = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry>'
ATTRIBUTES = b" ".join(b'a%d="1"' % number for number in range(80_000))


@pytest.mark.parametrize(
    "body",
    [
        HEAD + b"<a " + ATTRIBUTES + b"/></entry></feed>",
        HEAD + b"<a>" * 1_000 + b"</a>" * 1_000 + b"</entry></feed>",
        HEAD + b"<a>" * 100_000,
        b'<!DOCTYPE f [<!ENTITY a "x">]>' + HEAD + b"</entry></feed>",
        HEAD + b"<id>x</id><updated>soon</updated></entry></feed>",
    ],
    ids=["attributes", "depth", "unclosed", "entities", "no date"],
)
async def test_an_answer_made_to_hurt_is_unreadable(
    api: ArxivApi, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    answer_with(monkeypatch, body)
    with pytest.raises(Unreadable, match="cannot be read"):
        await api.find("2503.16419")


@pytest.mark.parametrize("worker_kind", [Worker])
async def test_an_answer_that_takes_too_long_to_read_is_unreadable(
    api: ArxivApi, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_with(monkeypatch, HEAD + b"</entry></feed>")
    monkeypatch.setattr(arxiv_api, "_READ_SECONDS", 0.3)
    monkeypatch.setattr(arxiv_api, "_read", calls.never_ends)
    with pytest.raises(Unreadable, match="cannot be read"):
        await api.find("2503.16419")
    assert worker.pid is None, "its process was ended"


ANOTHER = """<feed xmlns="http://www.w3.org/2005/Atom"
 xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
 <opensearch:totalResults>1</opensearch:totalResults>{}</feed>"""
ENTRY = """<entry><id>http://arxiv.org/abs/2503.00001v1</id><title>Another</title>
 <published>2025-03-01T00:00:00Z</published><updated>2025-03-01T00:00:00Z</updated></entry>"""


@pytest.mark.parametrize(
    "body",
    [
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Back soon</p></body></html>',
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv</title></feed>',
        ANOTHER.format(ENTRY),
        ANOTHER.format("<entry><id>http://arxiv.org/abs/2503.16419v1</id></entry>"),
    ],
    ids=["a page that is XML", "no count", "another paper", "an entry without dates"],
)
async def test_what_is_no_answer_to_the_question_is_not_none(
    api: ArxivApi, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    answer_with(monkeypatch, body.encode())
    for ask in (api.find("2503.16419"), api.details(["2503.16419"])):
        with pytest.raises(Unreadable):
            await ask


async def test_a5_an_answer_that_is_empty_in_the_middle_of_a_span_is_an_error(
    sandbox: Sandbox, api: ArxivApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first page is full; the second one claims that there is nothing at all."""
    tuesday = date(2026, 3, 3)
    sandbox.feeds.set_batch(
        tuesday,
        [
            Paper(f"2603.{number:05}", "On", ("A",), ("cs.LG",), "S.", tuesday)
            for number in range(1, 251)
        ],
    )
    get = Fetcher.get

    async def then_empty(fetcher: Fetcher, url: str) -> Fetched | NotModified:
        page = await get(fetcher, url)
        sandbox.feeds.break_with("api", "empty")
        return page

    monkeypatch.setattr(Fetcher, "get", then_empty)
    since = datetime(2026, 3, 2, 19, tzinfo=UTC)
    with pytest.raises(Unreadable, match="ends in the middle"):
        async for _page in api.submitted("cs.LG", since, since + timedelta(days=1)):
            pass


def answer_with(monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    async def get(_fetcher: Fetcher, _url: str) -> Fetched:
        return Fetched(body, "application/atom+xml")

    monkeypatch.setattr(Fetcher, "get", get)
