"""arXiv's daily feeds: what is served when, to whom, and in which trouble."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandbox.feeds import Announcement, Trouble, samples
from sandbox.feeds.taxonomy import ARCHIVES
from tests.sandbox.feed_reader import MONDAY, Reader, a_paper, parsed, reading


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    async with reading() as reader:
        yield reader


# The samples


def test_the_samples_are_well_formed() -> None:
    known = samples()
    categories = {name for names in ARCHIVES.values() for name in names} | set(ARCHIVES)
    assert len(known.papers) >= 50
    for paper in known.papers.values():
        assert re.fullmatch(r"\d{4}\.\d{4,5}|[a-z-]+/\d{7}", paper.id)
        assert set(paper.categories) <= categories
        assert paper.authors
        assert 40 < len(paper.summary) < 300
        assert "\n" not in paper.summary


def test_every_weekday_of_every_week_has_papers_and_no_paper_twice_in_twelve_weeks() -> None:
    known, seen = samples(), []
    for offset in range(7 * 12):
        day = MONDAY.date() + timedelta(days=offset)
        batch = known.on(day)
        assert bool(batch) == (day.weekday() < 5)
        seen += [entry.paper.id for entry in batch if entry.action == "new"]
    assert len(seen) == len(set(seen)) > 130
    assert known.on(date(2031, 5, 14))


def test_every_week_has_papers_of_the_four_categories_and_some_say_where_they_were_accepted() -> (
    None
):
    assert len(samples().batches) >= 12
    for week in samples().batches:
        papers = [entry.paper for batch in week for entry in batch]
        announced = {category for paper in papers for category in paper.categories}
        assert announced >= {"cs.LG", "stat.ML", "cs.CL", "cs.CV"}
    comments = {paper.id: paper.comment for paper in samples().papers.values() if paper.comment}
    assert comments["2005.11401"] == "Accepted at NeurIPS 2020"
    assert comments["2305.14314"] == "Extended NeurIPS submission", "which is no acceptance"
    assert len(comments) >= 10


# RSS


async def test_the_feed_is_what_feedparser_makes_of_arxivs(reader: Reader) -> None:
    feed = await reader.rss("cs.CL")
    assert not feed.bozo
    assert feed.version == "rss20"
    assert feed.feed.title == "cs.CL updates on arXiv.org"
    first = next(entry for entry in feed.entries if entry.id == "oai:arXiv.org:2503.16419v1")
    assert first.link == "https://arxiv.org/abs/2503.16419"
    assert first.arxiv_announce_type == "new"
    assert first.author.startswith("Yang Sui, Yu-Neng Chuang, ")
    assert len(first.authors) == 1
    assert [tag.term for tag in first.tags] == ["cs.CL"]
    assert first.summary.startswith("arXiv:2503.16419v1 Announce Type: new \nAbstract: ")
    midnight = datetime(2026, 3, 2, tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)
    assert first.published_parsed[:6] == midnight.timetuple()[:6]


async def test_a2_the_type_depends_on_the_categories_asked(reader: Reader) -> None:
    reader.feeds.set_batch(
        MONDAY.date(),
        [
            a_paper("2603.00001", "cs.CL", "cs.AI"),
            a_paper("2603.00002", "cs.AI"),
            Announcement(a_paper("2603.00003", "cs.CL"), "cross"),
            Announcement(a_paper("2602.00004", "cs.AI", "cs.CL", version=2), "replace"),
            Announcement(a_paper("2602.00005", "cs.CL", version=5), "replace"),
            Announcement(a_paper("2602.00006", "cs.CL", version=6), "replace"),
            Announcement(a_paper("2602.00007", "cs.CL", version=2), "absonly"),
        ],
    )

    async def types(query: str) -> dict[str, str]:
        entries = (await reader.rss(query)).entries
        return {entry.id.rpartition(":")[2]: entry.arxiv_announce_type for entry in entries}

    assert await types("cs.CL") == {
        "2602.00004v2": "replace-cross",
        "2602.00005v5": "replace",
        "2603.00003v1": "cross",
        "2603.00001v1": "new",
    }
    assert (await types("cs.AI"))["2603.00001v1"] == "cross"
    both = await types("cs.CL+cs.AI")
    assert both["2603.00001v1"] == "new"
    assert both["2602.00004v2"] == "replace"
    assert next(iter(both)).startswith("2602")
    assert await types("cs") == both
    assert await types("CS.cl+cs.ai") == both


async def test_a3_a_paper_comes_once_per_query_and_again_in_another_feed(reader: Reader) -> None:
    paper = a_paper("2603.00001", "cs.CL", "cs.AI")
    reader.feeds.set_batch(MONDAY.date(), [paper, Announcement(paper, "cross")])
    for query in ("cs.CL", "cs.AI", "cs.CL+cs.AI"):
        assert len((await reader.rss(query)).entries) == 1


async def test_a1_weekends_and_holidays_are_empty_and_fine(reader: Reader) -> None:
    reader.feeds.holiday(date(2026, 3, 3))
    for day in (3, 7, 8):
        await reader.clock.move_to(datetime(2026, 3, day, 12, tzinfo=UTC))
        feed = await reader.rss("cs.CL")
        assert (feed.bozo, feed.version, len(feed.entries)) == (False, "rss20", 0)
    await reader.clock.move_to(datetime(2026, 3, 9, 12, tzinfo=UTC))
    assert (await reader.rss("cs.CL")).entries


async def test_the_batch_changes_at_midnight_in_new_york(reader: Reader) -> None:
    url = reader.feeds.rss_url.format(category="cs.CL")
    midnight = datetime(2026, 3, 3, tzinfo=ZoneInfo("America/New_York"))
    await reader.clock.move_to(midnight - timedelta(seconds=10))
    before = await reader.get(url)
    await reader.clock.move_to(midnight)
    after = await reader.get(url)
    assert before[2]["Cache-Control"] == "max-age=10"
    assert before[2]["ETag"] != after[2]["ETag"]
    assert before[1] != after[1]
    assert after[2]["Last-Modified"] == "Tue, 03 Mar 2026 05:00:00 GMT"
    assert after[2]["Cache-Control"] == "max-age=86400"


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
async def test_a5_an_unchanged_feed_is_304(reader: Reader, header: str) -> None:
    url = reader.feeds.rss_url.format(category="cs.CL+cs.AI")
    _, _, headers = await reader.get(url)
    name = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]
    status, body, again = await reader.get(url, {name: headers[header]})
    assert (status, body, again["ETag"]) == (304, b"", headers["ETag"])
    await reader.clock.advance(timedelta(days=1))
    assert (await reader.get(url, {name: headers[header]}))[0] == 200
    assert (await reader.get(url, {name: "nonsense"}))[0] == 200


async def test_the_log_tells_when_and_how_it_was_asked(reader: Reader) -> None:
    url = reader.feeds.rss_url.format(category="cs.CL")
    await reader.get(url, {"User-Agent": "a bot", "If-None-Match": '"x"'})
    await reader.get(reader.feeds.api_url + "?id_list=2503.16419")
    first, second = reader.feeds.requests
    assert (first.feed, first.query, first.status, first.at) == ("rss", "cs.CL", 200, MONDAY)
    assert (first.user_agent, first.if_none_match) == ("a bot", '"x"')
    assert (second.feed, second.query) == ("api", "id_list=2503.16419")
    assert second.port == first.port
    assert second.monotonic >= first.monotonic


@pytest.mark.parametrize("query", ["cs.XX", "heplat", "cs.CL+", "a.b.c"])
async def test_a4_a_bad_category_gets_an_error_feed_with_status_400(
    reader: Reader, query: str
) -> None:
    status, body, headers = await reader.get(reader.feeds.rss_url.format(category=query))
    assert status == 400
    feed = parsed(body, headers)
    assert feed.feed.title.startswith("Feed error for query")
    assert not feed.entries


async def test_text_is_escaped_as_xml_needs_it(reader: Reader) -> None:
    paper = a_paper("2603.00001", "cs.CL", title="n<m & k>2 @everyone \u202e")
    reader.feeds.set_batch(MONDAY.date(), [paper])
    assert (await reader.rss("cs.CL")).entries[0].title == "n<m & k>2 @everyone \u202e"
    assert (await reader.search(id_list=["2603.00001"]))[0].title == "n<m & k>2 @everyone \u202e"


async def test_at_most_2000_items_and_replacements_first(reader: Reader) -> None:
    new = [a_paper(f"2603.{number:05d}", "cs.CL") for number in range(1, 1500)]
    old = [
        Announcement(a_paper(f"2601.{number:05d}", "cs.CL", version=2), "replace")
        for number in range(1, 1500)
    ]
    reader.feeds.set_batch(MONDAY.date(), [*new, *old])
    entries = (await reader.rss("cs.CL")).entries
    assert len(entries) == 2000
    assert [entry.arxiv_announce_type for entry in entries].count("replace") == 1499


# Trouble


async def test_a4_troubles_of_a_category_leave_others_alone(reader: Reader) -> None:
    reader.feeds.break_with("cs.CL", "truncated")
    assert (await reader.rss("cs.CL")).bozo
    assert (await reader.rss("cs.CL+cs.AI")).bozo
    assert not (await reader.rss("cs.AI")).bozo
    reader.feeds.mend("cs.CL")
    assert not (await reader.rss("cs.CL")).bozo


@pytest.mark.parametrize(
    ("kind", "status", "version", "entries", "bozo"),
    [
        ("malformed", 200, "rss20", 1, True),
        ("truncated", 200, "rss20", 1, True),
        ("html", 200, "", 0, True),
        ("error", 400, "rss20", 0, False),
        ("empty", 200, "rss20", 0, False),
        ("blank", 200, None, 0, False),
    ],
)
async def test_a4_each_trouble_looks_as_it_does_in_life(
    reader: Reader, kind: str, status: int, version: str | None, entries: int, bozo: bool
) -> None:
    reader.feeds.break_with("*", kind)
    got, body, headers = await reader.get(reader.feeds.rss_url.format(category="cs.CL"))
    feed = parsed(body, headers)
    assert got == status
    assert feed.get("version") == version
    assert bool(feed.entries) == bool(entries)
    assert bool(feed.bozo) == bozo


async def test_a4_a_stale_feed_has_yesterdays_papers_under_todays_date(reader: Reader) -> None:
    friday = {entry.id for entry in (await reader.rss("cs.CL")).entries}
    await reader.clock.move_to(MONDAY + timedelta(days=1))
    fresh = await reader.rss("cs.CL")
    reader.feeds.break_with("cs.CL", Trouble.STALE)
    stale = await reader.rss("cs.CL")
    assert {entry.id for entry in stale.entries} == friday != {entry.id for entry in fresh.entries}
    assert stale.feed.published == fresh.feed.published
    await reader.clock.move_to(datetime(2026, 3, 9, 12, tzinfo=UTC))
    assert (await reader.rss("cs.CL")).entries


async def test_a5_status_with_retry_after_so_many_times(reader: Reader) -> None:
    reader.feeds.break_with("cs.CL", "status", status=429, retry_after=7, times=1)
    url = reader.feeds.rss_url.format(category="cs.CL")
    status, _, headers = await reader.get(url)
    assert (status, headers["Retry-After"]) == (429, "7")
    assert (await reader.get(url))[0] == 200


async def test_timeout_never_answers(reader: Reader) -> None:
    reader.feeds.break_with("cs.CL", "timeout")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await reader.rss("cs.CL")
    assert reader.feeds.requests[0].status is None


async def test_huge_is_longer_than_arxiv_would_ever_be(reader: Reader) -> None:
    reader.feeds.break_with("cs.CL", "huge", items=5_000)
    _, body, _ = await reader.get(reader.feeds.rss_url.format(category="cs.CL"))
    assert body.count(b"<item>") > 5_000


async def test_troubles_that_a_feed_cannot_have_are_refused(reader: Reader) -> None:
    with pytest.raises(ValueError, match="api cannot be stale"):
        reader.feeds.break_with("api", "stale")
    with pytest.raises(ValueError, match="gone"):
        reader.feeds.break_with("cs.CL", "gone")
