"""Whose turn it is to be read: among feeds at one site, and among processes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.arxiv import feed_queries, ingest
from bot.arxiv.polling import FeedPoller
from bot.arxiv.values import Health
from bot.db import Database
from bot.fetch import Refused
from sandbox import Sandbox, SettableClock
from tests.arxiv.feed_reading import MONDAY, Following, feeds, paper
from tests.papers.group import DAY, START, found_group


@pytest.mark.parametrize("wait", [5, 20 * 60])
async def test_a4_waiting_for_the_site_is_no_failure_and_the_longest_waiting_comes_first(
    db: Database, sandbox: Sandbox, poller: FeedPoller, clock: SettableClock, wait: int
) -> None:
    """One category asks the site's clients to wait, each time; the other is read all the same."""
    await found_group(db, categories=("cs.LG", "stat.ML"))
    sandbox.feeds.set_batch(MONDAY, [paper(1, "stat.ML")])
    sandbox.feeds.break_with("cs.LG", "status", status=503, retry_after=wait)
    clock.follow(Following(poller))
    await clock.advance(timedelta(seconds=wait - 1))
    waiting = (await feeds(db))["stat.ML"]
    assert (waiting.health, waiting.failures, waiting.note) == (Health.UNREAD, 0, None)
    await clock.advance(timedelta(seconds=2))
    assert [request.query for request in sandbox.feeds.requests][:2] == ["cs.LG", "stat.ML"]
    assert (await feeds(db))["stat.ML"].health is Health.CURRENT
    assert (await feeds(db))["cs.LG"].health is Health.FAILING
    await clock.move_to(START + DAY + timedelta(hours=1))
    asked = [request.query for request in sandbox.feeds.requests if request.at > START + DAY / 2]
    assert asked.count("stat.ML") >= 1, "the next day too"
    assert asked.count("cs.LG") >= 2
    assert (await feeds(db))["stat.ML"].failures == 0


async def test_a4_two_feeds_that_both_ask_to_wait_take_turns(
    db: Database, sandbox: Sandbox, poller: FeedPoller, clock: SettableClock
) -> None:
    await found_group(db, categories=("cs.LG", "stat.ML"))
    for category in ("cs.LG", "stat.ML"):
        sandbox.feeds.break_with(category, "status", status=503, retry_after=3600)
    clock.follow(Following(poller))
    await clock.move_to(START + timedelta(hours=5, minutes=1))
    asked = [request.query for request in sandbox.feeds.requests]
    assert asked == ["cs.LG", "stat.ML"] * 3


async def test_a_feed_that_is_told_to_wait_while_it_takes_its_turn_stays_due(
    db: Database, sandbox: Sandbox, poller: FeedPoller, clock: SettableClock
) -> None:
    """Somebody looks a paper up meanwhile, and arXiv answers that with a wait."""
    await found_group(db, categories=("cs.LG",))
    sandbox.feeds.set_batch(MONDAY, [paper(1)])
    sandbox.feeds.break_with("api", "status", status=429, retry_after=60)
    asking = asyncio.create_task(poller._api.find("2503.16419"))
    await asyncio.sleep(0)
    await poller.run_due()
    with pytest.raises(Refused):
        await asking
    waiting = (await feeds(db))["cs.LG"]
    assert (waiting.health, waiting.failures) == (Health.UNREAD, 0)
    await clock.advance(timedelta(seconds=61))
    await poller.run_due()
    assert (await feeds(db))["cs.LG"].health is Health.CURRENT


async def test_a_feed_that_is_being_read_is_seen_so_by_every_process(db: Database) -> None:
    """In the database: the claim of one is no end of waiting for the others."""
    await found_group(db, categories=("cs.LG",))
    async with db.begin() as session:
        claimed = await ingest.claim(session, START)
    assert claimed is not None
    later = START + timedelta(minutes=1)
    async with db.begin() as session:
        assert await feed_queries.is_behind(session, ["cs.LG"], later)
        assert await ingest.claim(session, later) is None
        await ingest.unchanged(session, claimed, later)
        assert await feed_queries.is_behind(session, ["cs.LG"], later)
        await ingest.release(session, claimed)
    async with db.read() as session:
        assert not await feed_queries.is_behind(session, ["cs.LG"], later)


async def test_each_feed_is_read_by_one_process_at_a_time(db: Database) -> None:
    await found_group(db)

    async def claim() -> str | None:
        async with db.begin() as session:
            feed = await ingest.claim(session, START)
            return None if feed is None else feed.category

    claimed = await asyncio.gather(*(claim() for _ in range(4)))
    assert sorted(filter(None, claimed)) == ["cs.CL", "cs.LG"]
    # A killed process's turn comes back.
    async with db.begin() as session:
        assert await ingest.claim(session, START + ingest.LEASE) is not None


async def test_a_feed_that_no_group_follows_rests_until_one_does(db: Database) -> None:
    await found_group(db, categories=("cs.LG", "cs.CL"))
    await found_group(db, categories=("cs.LG",))
    async with db.begin() as session:
        first = await ingest.claim(session, START)
        assert first is not None
        assert first.category == "cs.LG"
        assert await ingest.claim(session, START) is None
        assert await feed_queries.next_poll(session) == START + ingest.LEASE
    await found_group(db, 200, categories=("cs.CL",))
    async with db.begin() as session:
        assert await feed_queries.next_poll(session) == START
