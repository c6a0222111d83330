"""The arXiv API as the arxiv package reads it, and the newsletter."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import arxiv
import pytest

from tests.sandbox.feed_reader import MONDAY, Reader, a_paper, parsed, reading


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    async with reading() as reader:
        yield reader


async def test_look_up_by_id_with_and_without_version(reader: Reader) -> None:
    found = await reader.search(id_list=["1908.07585", "2503.20783v1", "cs/0112017"])
    by_id = {paper.get_short_id(): paper for paper in found}
    assert set(by_id) == {"1908.07585v2", "2503.20783v1", "cs/0112017v1"}
    paper = by_id["1908.07585v2"]
    assert paper.title.startswith("Fast-rate PAC-Bayes")
    assert [author.name for author in paper.authors] == [
        "Jun Yang",
        "Shengyang Sun",
        "Daniel M. Roy",
    ]
    assert paper.primary_category == "cs.LG"
    assert paper.categories == ["cs.LG", "math.ST", "stat.ML"]
    assert paper.pdf_url == "https://arxiv.org/pdf/1908.07585v2"
    assert paper.published == datetime(2019, 8, 20, tzinfo=UTC)


async def test_a_comment_and_a_journal_reference_come_where_the_authors_gave_them(
    reader: Reader,
) -> None:
    accepted = replace(
        a_paper("2603.00001", "cs.CL"),
        comment="Published at ICLR 2025",
        journal_ref="The Thirteenth ICLR",
    )
    reader.feeds.set_batch(MONDAY.date(), [accepted, a_paper("2603.00002", "cs.CL")])
    found = await reader.search(id_list=["2603.00001", "2603.00002"])
    told = {paper.get_short_id(): (paper.comment, paper.journal_ref) for paper in found}
    assert told == {
        "2603.00001v1": ("Published at ICLR 2025", "The Thirteenth ICLR"),
        "2603.00002v1": (None, None),
    }


async def test_unknown_ids_are_missing_and_malformed_ones_are_status_400(reader: Reader) -> None:
    assert await reader.search(id_list=["0000.0000"]) == []
    assert await reader.search(id_list=["2503.16419v99"]) == []
    assert len(await reader.search(id_list=["0000.0000", "2503.16419"])) == 1
    with pytest.raises(arxiv.HTTPError) as caught:
        await reader.search(id_list=["abc"])
    assert caught.value.status == 400
    _, body, headers = await reader.get(reader.feeds.api_url + "?id_list=abc")
    entry = parsed(body, headers).entries[0]
    assert (entry.title, entry.summary) == ("Error", "incorrect id format for abc")
    assert entry.id == "https://arxiv.org/api/errors#incorrect_id_format_for_abc"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('ti:"attend to the first token"', {"2504.02732"}),
        ("ti:paperbench", {"2504.01848"}),
        ("au:Dushay", {"cs/0112017"}),
        ("cat:quant-ph", {"quant-ph/0201082"}),
        ("cat:cs.IR AND ti:recommend*", {"2503.22675", "2503.24289"}),
        ("cat:cs.IR AND (ti:relevance OR ti:multi-vector)", {"2504.07898", "2504.01818"}),
        ("ti:survey ANDNOT ti:agent", {"2503.16419", "2503.24235"}),
        ("cat:cs.DL AND submittedDate:[200101010000 TO 200212312359]", {"cs/0112017"}),
        ("ti:xattention ti:olmotrace", {"2503.16428", "2504.07096"}),
        ("all:nosuchword", set()),
    ],
)
async def test_searches(reader: Reader, query: str, expected: set[str]) -> None:
    found = await reader.search(query=query)
    assert {paper.get_short_id().rpartition("v")[0] for paper in found} == expected


@pytest.mark.parametrize(
    "query",
    [
        "search_query=(ti:a",
        "search_query=ti:a)",
        "search_query=ti:a+AND",
        "search_query=zz:a",
        "search_query=submittedDate:[x+TO+y]",
        "start=x",
        "start=-1",
        "max_results=a",
        "sortBy=size",
    ],
)
async def test_requests_that_cannot_be_read_are_status_400(reader: Reader, query: str) -> None:
    status, body, headers = await reader.get(f"{reader.feeds.api_url}?{query}")
    assert status == 400
    assert parsed(body, headers).entries[0].title == "Error"


async def test_pages_sorting_and_counts(reader: Reader) -> None:
    every = await reader.search(
        query="cat:cs.CL", page_size=7, sort_by=arxiv.SortCriterion.SubmittedDate
    )
    dates = [paper.published for paper in every]
    assert len({paper.entry_id for paper in every}) == len(every) > 30
    assert dates == sorted(dates, reverse=True)
    url = f"{reader.feeds.api_url}?search_query=cat:cs.CL&start=5&max_results=2"
    _, body, headers = await reader.get(url)
    feed = parsed(body, headers)
    assert int(feed.feed.opensearch_totalresults) == len(every)
    assert feed.feed.opensearch_startindex == "5"
    assert feed.feed.opensearch_itemsperpage == "2"
    assert len(feed.entries) == 2


async def test_a_search_is_narrowed_by_an_id_list(reader: Reader) -> None:
    found = await reader.search(query="ti:survey", id_list=["2503.16419", "2504.02732"])
    assert [paper.get_short_id() for paper in found] == ["2503.16419v2"]


async def test_what_is_announced_can_be_looked_up(reader: Reader) -> None:
    reader.feeds.set_batch(MONDAY.date(), [a_paper("2603.00001", "cs.CL")])
    assert (await reader.search(id_list=["2603.00001"]))[0].authors[1].name == "Bo (ETH)"


async def test_troubles_of_the_api(reader: Reader) -> None:
    reader.feeds.break_with("api", "error", times=1)
    assert (await reader.search(id_list=["2503.16419"], page_size=1)) == []
    reader.feeds.break_with("api", "html", times=1)
    assert (await reader.search(id_list=["2503.16419"])) == []
    reader.feeds.break_with("api", "status", status=503, times=1)
    with pytest.raises(arxiv.HTTPError):
        await reader.search(id_list=["2503.16419"])
    reader.feeds.break_with("api", "empty")
    assert (await reader.search(id_list=["2503.16419"])) == []


# The newsletter


@pytest.mark.parametrize(("suffix", "version"), [("", "rss20"), (".atom", "atom10")])
async def test_the_newsletter_has_a_new_issue_every_thursday(
    reader: Reader, suffix: str, version: str
) -> None:
    url = reader.feeds.newsletter_url + suffix
    _, body, headers = await reader.get(url)
    before = parsed(body, headers)
    assert (before.version, before.bozo, len(before.entries)) == (version, False, 5)
    assert (await reader.get(url, {"If-None-Match": headers["ETag"]}))[0] == 304
    await reader.clock.move_to(datetime(2026, 3, 5, 9, tzinfo=UTC))
    status, body, headers = await reader.get(url, {"If-None-Match": headers["ETag"]})
    after = parsed(body, headers)
    assert status == 200
    assert [entry.id for entry in after.entries[1:]] == [entry.id for entry in before.entries[:4]]
    assert headers["Last-Modified"] == "Thu, 05 Mar 2026 09:00:00 GMT"
    status, page, _ = await reader.get(after.entries[0].link)
    assert status == 200
    assert after.entries[0].title.encode() in page


async def test_troubles_of_the_newsletter(reader: Reader) -> None:
    reader.feeds.break_with("newsletter", "malformed", times=1)
    _, body, headers = await reader.get(reader.feeds.newsletter_url)
    assert parsed(body, headers).bozo
    reader.feeds.break_with("newsletter", "empty")
    _, body, headers = await reader.get(reader.feeds.newsletter_url)
    assert not parsed(body, headers).entries
    assert (await reader.get(reader.feeds.newsletter_url + "/0"))[0] == 404


async def test_the_notes_have_one_every_other_day(reader: Reader) -> None:
    _, body, _ = await reader.get(reader.feeds.notes_url)
    assert body.count(b"<item>") == 5
    assert b"Notes from the lab bench" in body
    _, body, _ = await reader.get(reader.feeds.notes_url + ".atom")
    assert body.count(b"<entry>") == 5
    status, page, _ = await reader.get(reader.feeds.notes_url + "/7")
    assert (status, b"Label one hundred yourself" in page) == (200, True)
