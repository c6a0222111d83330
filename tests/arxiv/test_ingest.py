"""Feeds: whose turn, taking in, and health, on both databases and with the feed stand-ins."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.arxiv.api import ArxivApi
from bot.arxiv.client import Page
from bot.arxiv.models import FeedRow, ListingRow, PaperRow
from bot.arxiv.polling import FeedPoller
from bot.arxiv.values import AnnounceType, Health
from bot.db import Database
from bot.fetch import Unreadable
from sandbox import Sandbox, SettableClock
from tests.arxiv.feed_reading import MONDAY, Following, feeds, paper, polling
from tests.papers.group import DAY, START, announce, entry, found_group, open_round


async def papers(db: Database) -> dict[str, int]:
    """Every known paper and its version."""
    async with db.read() as session:
        rows = await session.execute(select(PaperRow.arxiv_id, PaperRow.version))
        return dict(rows.all())


async def listings(db: Database) -> set[tuple[str, str, str, date]]:
    async with db.read() as session:
        rows = await session.scalars(select(ListingRow))
        return {(r.category, r.arxiv_id, r.announce_type.value, r.announced_on) for r in rows}


async def test_a2_replacements_only_raise_the_version_of_known_papers(db: Database) -> None:
    await announce(db, entry(1), entry(2, announce_type=AnnounceType.CROSS))
    revised = [
        replace(entry(1), version=3, announce_type=AnnounceType.REPLACE),
        replace(entry(9), version=2, announce_type=AnnounceType.REPLACE),
        replace(entry(2), version=2, announce_type=AnnounceType.REPLACE_CROSS),
    ]
    await announce(db, *revised, now=START + DAY)
    assert await papers(db) == {"2603.00001": 3, "2603.00002": 2}
    await announce(db, replace(revised[0], version=2), now=START + 2 * DAY)
    assert (await papers(db))["2603.00001"] == 3
    assert {row[:3] for row in await listings(db)} == {
        ("cs.LG", "2603.00001", "new"),
        ("cs.LG", "2603.00002", "cross"),
    }


async def test_a3_two_categories_versions_or_weeks_are_one_paper(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1), entry(1, version=2))
    await announce(db, entry(1, announce_type=AnnounceType.CROSS), category="cs.CL")
    await announce(db, entry(1), now=START + DAY)
    assert await papers(db) == {"2603.00001": 2}
    opened = await open_round(db, now=START + timedelta(hours=3))
    assert opened is not None
    assert [pick.paper.key for pick in opened.picks] == ["2603.00001"]


async def test_taking_the_same_batch_in_again_changes_nothing(
    db: Database, sandbox: Sandbox, poller: FeedPoller
) -> None:
    await found_group(db)
    sandbox.feeds.set_batch(MONDAY, [paper(1), paper(2, "cs.CL", "cs.LG")])
    await poller.run_due()
    before = await listings(db)
    assert before == {
        ("cs.LG", "2603.00001", "new", MONDAY),
        ("cs.LG", "2603.00002", "cross", MONDAY),
        ("cs.CL", "2603.00002", "new", MONDAY),
    }
    async with db.begin() as session:
        for row in await session.scalars(select(FeedRow)):
            row.next_poll_at, row.etag, row.last_modified = START, None, None
    await poller.run_due()
    assert await listings(db) == before
    assert {feed.health for feed in (await feeds(db)).values()} == {Health.CURRENT}


async def test_u4_one_empty_category_is_a_quiet_day_not_a_holiday(
    db: Database, sandbox: Sandbox, poller: FeedPoller, clock: SettableClock
) -> None:
    await found_group(db)
    sandbox.feeds.set_batch(MONDAY, [paper(1, "cs.LG")])
    sandbox.feeds.holiday(MONDAY + DAY)
    await poller.run_due()
    assert {c: feed.health for c, feed in (await feeds(db)).items()} == {
        "cs.CL": Health.QUIET,
        "cs.LG": Health.CURRENT,
    }
    await clock.move_to(START + DAY)
    await poller.run_due()
    assert {feed.health for feed in (await feeds(db)).values()} == {Health.HOLIDAY}


async def test_a5_unchanged_feeds_are_asked_with_their_etag_once_a_day(
    db: Database, sandbox: Sandbox, poller: FeedPoller, clock: SettableClock
) -> None:
    await found_group(db, categories=("cs.LG",))
    sandbox.feeds.set_batch(MONDAY, [paper(1)])
    clock.follow(Following(poller))
    await clock.move_to(START + timedelta(hours=20))
    assert [request.status for request in sandbox.feeds.requests] == [200]
    async with db.begin() as session:
        (row,) = await session.scalars(select(FeedRow))
        row.next_poll_at = clock.now()
    await poller.run_due()
    assert sandbox.feeds.requests[-1].if_none_match is not None
    assert sandbox.feeds.requests[-1].status == 304
    assert (await feeds(db))["cs.LG"].health is Health.CURRENT


async def test_a1_weekends_and_holidays_are_told_apart_and_are_no_alarm(
    db: Database, sandbox: Sandbox, poller: FeedPoller, clock: SettableClock
) -> None:
    """Also U4: the quiet day, the holiday and the up-to-date feed read differently."""
    saturday = datetime(2026, 3, 7, 6, tzinfo=UTC)
    await clock.move_to(saturday)
    await found_group(db, now=saturday, categories=("cs.LG",))
    sandbox.feeds.holiday(date(2026, 3, 9))
    sandbox.feeds.set_batch(date(2026, 3, 10), [paper(1, day=date(2026, 3, 9))])
    clock.follow(Following(poller))
    await clock.move_to(saturday + timedelta(hours=1))
    assert (await feeds(db))["cs.LG"].health is Health.WEEKEND
    await clock.move_to(datetime(2026, 3, 9, 12, tzinfo=UTC))
    holiday = (await feeds(db))["cs.LG"]
    assert (holiday.health, holiday.note, holiday.failures) == (Health.HOLIDAY, None, 0)
    await clock.move_to(datetime(2026, 3, 10, 6, tzinfo=UTC))
    assert (await feeds(db))["cs.LG"].health is Health.CURRENT
    assert list(await papers(db)) == ["2603.00001"]
    assert not any(request.feed == "api" for request in sandbox.feeds.requests)


@pytest.mark.parametrize(
    ("trouble", "note"),
    [
        ("malformed", "the feed is not valid XML"),
        ("truncated", "the feed ends in the middle"),
        ("html", "the answer is not a feed"),
        ("blank", "the answer is not a feed"),
        ("error", "arXiv does not know this category"),
        ("status", "it answered with status 500"),
        ("timeout", "it did not answer in time"),
    ],
)
@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_a4_a_broken_feed_is_noted_with_its_category_and_others_go_on(
    db: Database, sandbox: Sandbox, poller: FeedPoller, trouble: str, note: str
) -> None:
    await found_group(db)
    sandbox.feeds.set_batch(MONDAY, [paper(1, "cs.LG"), paper(2, "cs.CL")])
    sandbox.feeds.break_with("cs.CL", trouble)
    await poller.run_due()
    found = await feeds(db)
    assert (found["cs.CL"].health, found["cs.CL"].note) == (Health.FAILING, note)
    assert found["cs.LG"].health is Health.CURRENT
    assert list(await papers(db)) == ["2603.00001"]


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_a4_a_feed_that_is_far_too_long_is_refused_not_swallowed(
    db: Database, sandbox: Sandbox
) -> None:
    await found_group(db, categories=("cs.LG",))
    sandbox.feeds.break_with("cs.LG", "huge", items=2_000)
    async with polling(db, sandbox, patience=30) as poller:
        await poller.run_due()
    feed = (await feeds(db))["cs.LG"]
    assert (feed.health, feed.note) == (Health.FAILING, "its answer is larger than 1 MiB")


async def test_a4_a_repeated_batch_is_stale_until_the_new_one_comes(
    db: Database, sandbox: Sandbox, poller: FeedPoller, clock: SettableClock
) -> None:
    await found_group(db, categories=("cs.LG",))
    tuesday = MONDAY + DAY
    sandbox.feeds.set_batch(MONDAY, [paper(1)])
    sandbox.feeds.set_batch(tuesday, [paper(2, day=tuesday)])
    clock.follow(Following(poller))
    await clock.move_to(START + timedelta(hours=1))
    sandbox.feeds.break_with("cs.LG", "stale")
    await clock.move_to(START + timedelta(hours=24))
    stale = (await feeds(db))["cs.LG"]
    assert (stale.health, stale.note) == (
        Health.STALE,
        "still shows the batch of Monday 2 March",
    )
    sandbox.feeds.mend()
    await clock.move_to(START + timedelta(hours=30))
    assert (await feeds(db))["cs.LG"].health is Health.CURRENT
    assert sorted(await papers(db)) == ["2603.00001", "2603.00002"]


@pytest.mark.parametrize("wait", [timedelta(hours=1), timedelta(days=1)], ids=str)
@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_a5_after_429_the_feed_is_left_alone_as_long_as_asked(
    db: Database, sandbox: Sandbox, poller: FeedPoller, clock: SettableClock, wait: timedelta
) -> None:
    await found_group(db, categories=("cs.LG",))
    sandbox.feeds.set_batch(MONDAY, [paper(1)])
    sandbox.feeds.set_batch(MONDAY + DAY, [paper(2, day=MONDAY)])
    seconds = wait // timedelta(seconds=1)
    sandbox.feeds.break_with("cs.LG", "status", status=429, retry_after=seconds, times=1)
    clock.follow(Following(poller))
    await clock.move_to(START + wait - timedelta(minutes=1))
    assert len(sandbox.feeds.requests) == 1
    assert (await feeds(db))["cs.LG"].failing_since == START
    await clock.move_to(START + wait + timedelta(minutes=1))
    assert len(sandbox.feeds.requests) == 2
    feed = (await feeds(db))["cs.LG"]
    assert (feed.health, feed.failing_since) == (Health.CURRENT, None)


async def test_a5_a_failing_feed_is_tried_at_growing_intervals(
    db: Database, sandbox: Sandbox, poller: FeedPoller, clock: SettableClock
) -> None:
    await found_group(db, categories=("cs.LG",))
    sandbox.feeds.break_with("cs.LG", "malformed")
    clock.follow(Following(poller))
    await clock.move_to(START + timedelta(hours=4))
    minutes = [(r.at - START) // timedelta(minutes=1) for r in sandbox.feeds.requests]
    assert minutes == [0, 15, 45, 105, 225]
    assert (await feeds(db))["cs.LG"].failing_since == START
    sandbox.feeds.mend()
    await clock.move_to(START + timedelta(hours=12))
    assert (await feeds(db))["cs.LG"].failing_since is None


async def test_a5_missed_days_are_caught_up_without_duplicates(
    db: Database, sandbox: Sandbox, poller: FeedPoller, clock: SettableClock
) -> None:
    """The bot is away from Monday to Thursday; the API fills Tuesday and Wednesday."""
    await found_group(db, categories=("cs.LG",))
    days = [MONDAY + n * DAY for n in range(4)]
    for number, day in enumerate(days, start=1):
        # Announced the day after it was submitted.
        sandbox.feeds.set_batch(day, [paper(number, day=day - DAY), paper(50, day=MONDAY)])
    sandbox.feeds.set_batch(MONDAY, [paper(1, day=date(2026, 2, 27))])
    await poller.run_due()
    await clock.move_to(START + 3 * DAY)
    await poller.run_due()
    expected = {"2603.00001", "2603.00002", "2603.00003", "2603.00004", "2603.00050"}
    assert set(await papers(db)) == expected
    on = {key: day for _category, key, _kind, day in await listings(db)}
    assert on["2603.00002"] == days[1]
    assert on["2603.00003"] == days[2]
    feed = (await feeds(db))["cs.LG"]
    assert (feed.health, feed.missing) == (Health.CURRENT, None)
    asked = [request.feed for request in sandbox.feeds.requests]
    assert asked == ["rss", "rss", "api"]


async def test_a5_a_gap_that_cannot_be_filled_now_is_filled_later(
    db: Database, sandbox: Sandbox, poller: FeedPoller, clock: SettableClock
) -> None:
    await found_group(db, categories=("cs.LG",))
    for n in range(5):
        day = MONDAY + n * DAY
        sandbox.feeds.set_batch(day, [paper(n + 1, day=day - DAY)])
    await poller.run_due()
    await clock.move_to(START + 2 * DAY)
    sandbox.feeds.break_with("api", "timeout")
    await poller.run_due()
    tuesday = MONDAY + DAY
    assert (await feeds(db))["cs.LG"].missing == (tuesday, tuesday)
    sandbox.feeds.mend()
    await clock.move_to(START + 3 * DAY)
    await poller.run_due()
    assert (await feeds(db))["cs.LG"].missing is None
    assert "2603.00002" in await papers(db)


async def test_a5_a_feed_that_was_empty_by_mistake_loses_no_paper(
    db: Database, sandbox: Sandbox, poller: FeedPoller, clock: SettableClock
) -> None:
    """On the day it looks like one of arXiv's holidays; the next day the API is asked (U4)."""
    await found_group(db, categories=("cs.LG",))
    for n in range(3):
        sandbox.feeds.set_batch(MONDAY + n * DAY, [paper(n + 1, day=MONDAY + (n - 1) * DAY)])
    await poller.run_due()
    await clock.move_to(START + DAY)
    sandbox.feeds.break_with("cs.LG", "empty")
    await poller.run_due()
    assert (await feeds(db))["cs.LG"].health is Health.HOLIDAY
    sandbox.feeds.mend()
    await clock.move_to(START + 2 * DAY)
    await poller.run_due()
    assert set(await papers(db)) == {"2603.00001", "2603.00002", "2603.00003"}
    feed = (await feeds(db))["cs.LG"]
    assert (feed.missing, feed.covered_until) == (None, MONDAY + 2 * DAY)


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_a5_a_gap_of_many_papers_that_breaks_in_the_middle_goes_on_from_there(
    db: Database,
    sandbox: Sandbox,
    poller: FeedPoller,
    clock: SettableClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three days of 300 papers: what the first pages brought stays, and nothing is cut off."""
    monkeypatch.setattr(poller._fetcher, "_timeout_seconds", 30.0)
    await found_group(db, categories=("cs.LG",))
    sandbox.feeds.set_batch(MONDAY, [paper(9999, day=MONDAY - 3 * DAY)])
    for n in range(1, 4):
        day, numbers = MONDAY + n * DAY, range(300 * n, 300 * (n + 1))
        sandbox.feeds.set_batch(day, [paper(number, day=day - DAY) for number in numbers])
    sandbox.feeds.set_batch(MONDAY + 4 * DAY, [paper(9998, day=MONDAY + 3 * DAY)])
    await poller.run_due()
    await clock.move_to(START + 4 * DAY)
    ask, asked = ArxivApi._ask, []

    async def ask_twice(api: ArxivApi, question: dict[str, str | int], category: str) -> Page:
        asked.append(question)
        if len(asked) > 2:
            raise Unreadable("its answer cannot be read")
        return await ask(api, question, category)

    with monkeypatch.context() as patch:
        patch.setattr(ArxivApi, "_ask", ask_twice)
        await poller.run_due()
    assert (await feeds(db))["cs.LG"].missing == (MONDAY + 2 * DAY, MONDAY + 3 * DAY)
    await clock.move_to(START + 4 * DAY + timedelta(hours=1))
    await poller.run_due()
    assert (await feeds(db))["cs.LG"].missing is None
    assert len(await papers(db)) == 2 + 3 * 300


@pytest.mark.parametrize("answer", ["error", "html", "blank", "timeout", "status", "empty"])
@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_a5_one_empty_or_wrong_answer_leaves_a_gap_open_and_three_empty_ones_close_it(
    db: Database, sandbox: Sandbox, poller: FeedPoller, clock: SettableClock, answer: str
) -> None:
    await found_group(db, categories=("cs.LG",))
    for n in (0, 2):
        sandbox.feeds.set_batch(MONDAY + n * DAY, [paper(n + 1, day=MONDAY - 9 * DAY)])
    sandbox.feeds.set_batch(MONDAY + DAY, [])
    await poller.run_due()
    await clock.move_to(START + 2 * DAY)
    sandbox.feeds.break_with("api", answer)
    for hours in range(1, 3):
        await poller.run_due()
        assert (await feeds(db))["cs.LG"].missing is not None
        await clock.move_to(START + 2 * DAY + timedelta(hours=hours))
    await poller.run_due()
    assert ((await feeds(db))["cs.LG"].missing is None) == (answer == "empty")


@pytest.mark.parametrize("ahead", [timedelta(days=3), timedelta(days=30)], ids=str)
async def test_a4_a_feed_that_a_clock_ahead_has_put_off_is_read_again(
    db: Database, sandbox: Sandbox, poller: FeedPoller, ahead: timedelta
) -> None:
    await found_group(db)
    await poller.run_due()
    right = await poller.next_due()
    await poller.set_right()
    assert await poller.next_due() == right
    assert right is not None
    async with db.begin() as session:
        later = {
            "next_poll_at": right + ahead,
            "leased_until": right + ahead,
            "covered_until": MONDAY + ahead,
        }
        await session.execute(update(FeedRow).values(**later))
    await poller.set_right()
    assert await poller.next_due() == sandbox.clock.now()
    assert {feed.covered_until for feed in (await feeds(db)).values()} == {MONDAY}
    await poller.run_due()
    assert await poller.next_due() == right
