"""Slow feeds hold no delivery up, and none stays claimed by a reading that was broken off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import psutil
import pytest
from sqlalchemy import select

from bot.arxiv import feed_queries, feeds
from bot.arxiv.api import ArxivApi
from bot.arxiv.models import FeedRow
from bot.arxiv.polling import FeedPoller
from bot.arxiv.values import Batch, FoundPaper
from bot.db import Database
from bot.fetch import Fetched, Fetcher, NotModified
from bot.scheduling.models import DeliveryRow, DeliveryStatus
from bot.worker import Worker
from cogs.common.arxiv import Arxiv
from sandbox import SettableClock
from sandbox.feeds import Paper
from tests.arxiv import calls
from tests.live import Study, start_bot, stop_bot
from tests.papers.group import OPENS, START, found_group

EIGHT = ("cs.LG", "cs.CL", "cs.CV", "cs.AI", "cs.IR", "cs.NE", "cs.RO", "stat.ML")


class Held:
    """Requests for feeds that wait until they are let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Hold all of them from now on."""
        self.asked = asyncio.Event()
        self._let_go = asyncio.Event()
        answer = Fetcher.get

        async def get(
            fetcher: Fetcher, url: str, **validators: str | None
        ) -> Fetched | NotModified:
            self.asked.set()
            await self._let_go.wait()
            return await answer(fetcher, url, **validators)

        monkeypatch.setattr(Fetcher, "get", get)

    def let_go(self) -> None:
        """Answer them."""
        self._let_go.set()


async def deliveries(study: Study) -> list[tuple[DeliveryStatus, str | None]]:
    async with study.db.read() as session:
        rows = await session.scalars(select(DeliveryRow))
        return [(row.status, row.reason) for row in rows]


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_an_opening_with_eight_slow_feeds_is_tried_later(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After downtime feeds and opening fall due together; the sender's time does not run out."""
    await study.set_up(categories=EIGHT)
    day = START.date()
    study.sandbox.feeds.set_batch(
        day,
        [Paper(f"2603.0000{n}", f"In {c}", ("A",), (c,), "B", day) for n, c in enumerate(EIGHT, 1)],
    )
    await stop_bot(study.bot, study.clock)
    await study.clock.move_to(OPENS + timedelta(hours=1))
    held = Held(monkeypatch)
    study.bot = await start_bot(study.settings, study.db, study.sandbox, follow=False)
    reading = asyncio.create_task(study.bot.part(Arxiv).poller.run_due())
    await held.asked.wait()
    await study.bot.deliveries.run_due()
    assert await deliveries(study) == [(DeliveryStatus.RETRY, "could not be sent yet")]
    held.let_go()
    await reading
    study.clock.follow(study.bot.jobs)
    await study.clock.advance(timedelta(seconds=20))
    assert await deliveries(study) == [(DeliveryStatus.SENT, None)]
    (panel,) = study.papers.messages
    assert panel.text.count("· 2603.0000") == 5


async def test_a_reading_that_is_broken_off_gives_its_feed_back(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await found_group(db)
    clock = SettableClock(START)
    fetcher, worker = Fetcher(clock, gap_seconds=0), Worker()
    api = ArxivApi(fetcher, worker, "http://127.0.0.1:1/api")
    poller = FeedPoller(db, clock, fetcher, worker, api, "http://127.0.0.1:1/{category}")
    held = Held(monkeypatch)
    reading = asyncio.create_task(poller.run_due())
    await held.asked.wait()
    async with db.read() as session:
        # As every process can see, not only the one that reads it.
        assert await feed_queries.is_behind(session, ["cs.CL"], START), "it is being read"
        assert not await feed_queries.is_behind(session, ["cs.XX"], START)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    async with db.read() as session:
        rows = await session.execute(select(FeedRow.next_poll_at, FeedRow.leased_until))
        assert rows.all() == [(START, None)] * 2
    await fetcher.close()


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_an_opening_waits_while_missed_days_are_caught_up_on(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, let_go = asyncio.Event(), asyncio.Event()

    async def submitted(*_args: object) -> AsyncIterator[tuple[FoundPaper, ...]]:
        asked.set()
        await let_go.wait()
        yield ()

    monkeypatch.setattr(ArxivApi, "submitted", submitted)
    for days in (0, 3):
        day = START.date() + timedelta(days=days)
        paper = Paper(f"2603.0000{days + 1}", "On things", ("A",), ("cs.LG",), "B", day)
        study.sandbox.feeds.set_batch(day, [paper])
        if days == 0:
            await study.clock.advance(timedelta(minutes=1))
            study.clock.unfollow(study.bot.jobs)
            await study.clock.move_to(START + timedelta(days=3, hours=1))
    poller = study.bot.part(Arxiv).poller
    reading = asyncio.create_task(poller.run_due())
    await asked.wait()
    async with study.db.read() as session:
        assert await feed_queries.is_behind(session, ["cs.LG"], study.clock.now())
    let_go.set()
    await reading
    async with study.db.read() as session:
        assert not await feed_queries.is_behind(session, ["cs.LG"], study.clock.now())
    study.clock.follow(study.bot.jobs)


async def pid_of(worker: Worker) -> int:
    """The worker's process, once it has begun."""
    for _ in range(1_000):
        if worker.pid is not None:
            return worker.pid
        await asyncio.sleep(0.01)
    pytest.fail("nothing is being read")


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_stopping_ends_a_reading_that_would_not_end_by_itself(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its process, so that nothing is waited for; the feed is due as before."""
    await stop_bot(study.bot, study.clock)
    monkeypatch.setattr(feeds, "_parse", calls.never_ends)
    study.bot = await start_bot(
        study.settings, study.db, study.sandbox, follow=False, worker=Worker
    )
    pid = await pid_of(study.bot.worker)
    async with asyncio.timeout(20):
        await stop_bot(study.bot, study.clock)
    assert not psutil.pid_exists(pid)
    async with study.db.read() as session:
        assert await feed_queries.next_poll(session) == START
    study.bot = await start_bot(study.settings, study.db, study.sandbox, worker=Worker)


@pytest.mark.parametrize("worker_kind", [Worker])
@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_a4_a_feed_that_takes_too_long_is_its_own_trouble(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said to organisers with its category; other feeds and pictures go on."""
    day = START.date()
    study.sandbox.feeds.set_batch(
        day, [Paper("2603.00001", "First", ("Ada",), ("cs.LG",), "About it.", day)]
    )
    honest, read = feeds._parse, feeds.read

    async def impatient(worker: Worker, body: bytes, content_type: str) -> Batch:
        hangs = b"cs.LG" not in body
        monkeypatch.setattr(feeds, "_parse", calls.never_ends if hangs else honest)
        return await read(worker, body, content_type, seconds=0.3 if hangs else 20)

    monkeypatch.setattr(feeds, "read", impatient)
    await study.set_up(categories=("cs.LG", "stat.ML"))
    await study.clock.move_to(OPENS)
    told = await study.organiser.slash("paper picks")
    assert "⊘ `stat.ML`: failing since <t:1772431200:f>: it took too long to read" in told.text
    assert "● `cs.LG`: up to date" in told.text
    (panel,) = study.papers.messages
    assert "First" in panel.text
