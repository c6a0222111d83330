"""The newsletters job: once a day for all groups, politely, and what becomes of failing feeds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.db import Base, Database
from bot.groups.values import OrganiserCaller
from bot.news import queries, service
from bot.news.models import NewsFeedRow, NewsItemRow
from bot.news.reading import news_reader
from bot.news.source import FeedSource
from bot.news.values import FollowedFeed, Headline, Health
from sandbox import SettableClock
from tests.groups import acting as groups
from tests.kept_worker import KeptWorker
from tests.news.site import Entry, Site, rss
from tests.papers.group import START

GUILD, OTHER = 1, 2
ORGANISER = 10
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class Reading:
    """The job and the use cases on one clock, with feeds on loopback."""

    def __init__(self, db: Database, site: Site) -> None:
        self.db, self.site = db, site
        self.clock = SettableClock(START)
        self.worker = KeptWorker()
        self.source = FeedSource(
            self.clock,
            self.worker,
            named=[site.url(f"/{number}") for number in range(12)],
            gap_seconds=0,
            fetch_seconds=0.5,
        )
        self.reader = news_reader(db, self.clock, self.source)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def follow(self, *paths: str, guild: int = GUILD) -> None:
        for path in paths:
            found = await self.source.read(self.site.url(path))
            assert found is not None
            async with self.db.begin() as session:
                await service.add(session, self.caller(guild), self.site.url(path), found)

    def caller(self, guild: int = GUILD) -> OrganiserCaller:
        return OrganiserCaller(guild, ORGANISER, True, self.now)

    async def unfollow(self, feed: FollowedFeed, guild: int = GUILD) -> None:
        async with self.db.begin() as session:
            await service.remove(session, self.caller(guild), str(feed.id))

    async def pass_time(self, step: timedelta) -> None:
        await self.clock.advance(step)
        await self.reader.run_due()

    async def feeds(self, guild: int = GUILD) -> tuple[FollowedFeed, ...]:
        async with self.db.read() as session:
            return await queries.followed(session, guild, self.now)

    async def headlines(self, guild: int = GUILD) -> list[str]:
        return [each.title for each in await self.found(guild)]

    async def found(self, guild: int = GUILD) -> tuple[Headline, ...]:
        async with self.db.read() as session:
            return await queries.headlines(session, guild, self.now)

    async def count(self, table: type[Base]) -> int:
        async with self.db.read() as session:
            return await session.scalar(select(func.count()).select_from(table)) or 0


@asynccontextmanager
async def reading_of(db: Database, site: Site) -> AsyncIterator[Reading]:
    async with db.begin() as session:
        for guild in (GUILD, OTHER):
            await groups.set_up(session, guild, start_date=START.date(), now=START)
    found = Reading(db, site)
    yield found
    await found.source.close()
    await found.worker.close()


@pytest.fixture
async def reading(db: Database, site: Site) -> AsyncIterator[Reading]:
    async with reading_of(db, site) as found:
        yield found


def entry(number: int, at: datetime | None, *, title: str | None = None) -> Entry:
    return Entry(title or f"Fact {number}", f"https://owl.example/{number}", at, f"id {number}")


async def test_a_feed_of_two_groups_is_asked_once_a_day_and_not_sent_again(
    reading: Reading, site: Site
) -> None:
    site.serve("/1", rss(entry(1, START - DAY)), ETag='"a"')
    await reading.follow("/1")
    await reading.follow("/1", guild=OTHER)
    site.asked.clear()
    await reading.pass_time(23 * HOUR)
    assert site.asked == []
    await reading.pass_time(HOUR)
    [asked] = site.asked
    assert asked.headers["If-None-Match"] == '"a"'
    site.serve("/1", rss(entry(2, reading.now), entry(1, START - DAY)), ETag='"b"')
    await reading.pass_time(DAY)
    assert site.times("/1") == 2
    for guild in (GUILD, OTHER):
        assert await reading.headlines(guild) == ["Fact 2", "Fact 1"]
    assert await reading.count(NewsFeedRow) == 1


async def test_only_the_newest_of_ten_days_are_kept_and_five_are_told(
    reading: Reading, site: Site
) -> None:
    ages = [0, 1, 2, 3, 4, 5, 9, 10, 11, 400]
    site.serve("/1", rss(*(entry(age, START - age * DAY) for age in ages)))
    await reading.follow("/1")
    assert await reading.headlines() == [f"Fact {age}" for age in range(5)]
    assert await reading.count(NewsItemRow) == 8
    site.serve("/1", rss())
    await reading.pass_time(6 * DAY)
    assert await reading.headlines() == [f"Fact {age}" for age in range(5)]
    await reading.pass_time(4 * DAY)
    assert await reading.headlines() == ["Fact 0"]
    await reading.pass_time(DAY)
    assert await reading.headlines() == []
    await reading.pass_time(DAY)
    assert await reading.count(NewsItemRow) == 0


async def test_entries_without_dates_count_from_when_they_were_first_seen(
    reading: Reading, site: Site
) -> None:
    site.serve("/1", rss(entry(1, None), entry(2, None)))
    await reading.follow("/1")
    assert await reading.headlines() == ["Fact 1", "Fact 2"]
    site.serve("/1", rss(entry(3, None), entry(1, None), entry(2, None)))
    await reading.pass_time(6 * DAY)
    assert await reading.headlines() == ["Fact 3", "Fact 1", "Fact 2"]
    await reading.pass_time(5 * DAY)
    assert await reading.headlines() == ["Fact 3"], "they still stand in the feed"
    await reading.pass_time(6 * DAY)
    assert await reading.headlines() == []
    await reading.pass_time(DAY)
    assert await reading.headlines() == [], "and are not new again"


async def test_a_date_in_the_future_puts_nothing_first_for_ever(
    reading: Reading, site: Site
) -> None:
    site.serve("/1", rss(entry(1, START + 400 * DAY), entry(2, START)))
    await reading.follow("/1")
    site.serve("/1", rss(entry(1, START + 400 * DAY), entry(3, START + DAY)))
    await reading.pass_time(DAY)
    assert await reading.headlines() == ["Fact 3", "Fact 1", "Fact 2"]
    await reading.pass_time(10 * DAY)
    assert await reading.headlines() == ["Fact 3"]


async def test_none_is_told_twice_by_its_id_or_its_link(reading: Reading, site: Site) -> None:
    """Whatever feed it stands in, with another title or id too."""
    site.serve("/1", rss(entry(1, START), entry(2, START - HOUR)))
    site.serve("/2", rss(Entry("The same", "http://www.owl.example/1/", START, "other id")))
    await reading.follow("/1", "/2")
    told = await reading.found()
    assert len(told) == 2
    async with reading.db.begin() as session:
        await service.record_told(session, GUILD, START.date(), told, START)
        await service.record_told(session, GUILD, START.date(), told, START)
    assert await reading.headlines() == []
    edited = Entry("Fact 1, edited", "https://owl.example/1?new", START, "id 1")
    moved = Entry("Fact 2, moved", "https://owl.example/2", START + DAY, "id 22")
    site.serve("/1", rss(edited, moved, entry(3, START)))
    await reading.pass_time(DAY)
    assert await reading.headlines() == ["Fact 3"]
    async with reading.db.read() as session:
        same = await queries.headlines(session, GUILD, reading.now, START.date())
    assert same == told, "who gets the message of that date later reads the same"


async def test_none_is_told_twice_though_its_feed_was_forgotten_between(
    reading: Reading, site: Site
) -> None:
    """With another link too: its id is what it is known by."""
    site.serve("/1", rss(entry(1, START)))
    await reading.follow("/1")
    async with reading.db.begin() as session:
        await service.record_told(session, GUILD, START.date(), await reading.found(), START)
    [feed] = await reading.feeds()
    await reading.unfollow(feed)
    await reading.pass_time(DAY)
    assert await reading.count(NewsItemRow) == 0
    again = Entry("Fact 1", "https://owl.example/1?again", START, "id 1")
    site.serve("/1", rss(again, entry(2, START)))
    await reading.follow("/1")
    assert await reading.headlines() == ["Fact 2"]


async def test_a_group_is_told_what_another_group_was(reading: Reading, site: Site) -> None:
    site.serve("/1", rss(entry(1, START)))
    await reading.follow("/1")
    await reading.follow("/1", guild=OTHER)
    async with reading.db.begin() as session:
        await service.record_told(session, GUILD, START.date(), await reading.found(), START)
    assert await reading.headlines(GUILD) == []
    assert await reading.headlines(OTHER) == ["Fact 1"]


async def test_a_failing_feed_is_tried_again_while_others_go_on(
    reading: Reading, site: Site
) -> None:
    site.serve("/1", rss(entry(1, START)))
    site.serve("/2", rss(entry(2, START), title="The other post"))
    await reading.follow("/1", "/2")
    site.refuse("/1", 500)
    site.asked.clear()
    await reading.pass_time(DAY)
    assert (site.times("/1"), site.times("/2")) == (1, 1)
    first, second = await reading.feeds()
    assert (first.health, first.trouble) == (Health.FAILING, "it answered with status 500")
    assert second.health is Health.CURRENT
    await reading.pass_time(59 * timedelta(minutes=1))
    assert site.times("/1") == 1
    await reading.pass_time(timedelta(minutes=1))
    assert site.times("/1") == 2
    await reading.pass_time(2 * HOUR)
    assert site.times("/1") == 3
    site.serve("/1", rss(entry(1, START)))
    await reading.pass_time(4 * HOUR)
    first, _second = await reading.feeds()
    assert (first.health, first.trouble, first.failing_since) == (Health.CURRENT, None, None)
    assert await reading.headlines() == ["Fact 1", "Fact 2"]


async def test_a_dead_feed_is_tried_every_three_days(reading: Reading, site: Site) -> None:
    site.serve("/1", rss(entry(1, START)))
    await reading.follow("/1")
    site.serve("/1", b"<!doctype html><title>Gone</title>", "text/html")
    for _ in range(8):
        await reading.pass_time(DAY)
    [feed] = await reading.feeds()
    assert feed.health is Health.DEAD
    async with reading.db.read() as session:
        assert await queries.dead_feeds(session, GUILD, reading.now) == [feed]
    site.asked.clear()
    for _ in range(6):
        await reading.pass_time(DAY)
    assert site.times("/1") == 2


@pytest.mark.parametrize("answer", [(503, {"Retry-After": "7200"}), (429, {"Retry-After": "7200"})])
async def test_a_site_that_asks_to_wait_is_left_alone_with_all_its_feeds(
    reading: Reading, site: Site, answer: tuple[int, dict[str, str]]
) -> None:
    site.serve("/1", rss(entry(1, START)))
    site.serve("/2", rss(entry(2, START)))
    await reading.follow("/1", "/2")
    site.refuse("/1", answer[0], **answer[1])
    site.asked.clear()
    await reading.pass_time(DAY)
    assert (site.times("/1"), site.times("/2")) == (1, 0)
    assert await reading.reader.next_due() == reading.now + 2 * HOUR
    await reading.pass_time(HOUR)
    assert len(site.asked) == 1
    await reading.pass_time(HOUR)
    assert (site.times("/1"), site.times("/2")) == (2, 1)
    [_first, second] = await reading.feeds()
    assert second.health is Health.CURRENT


async def test_a_site_is_asked_by_one_request_at_a_time(reading: Reading, site: Site) -> None:
    paths = [f"/{number}" for number in range(5)]
    for number, path in enumerate(paths):
        site.serve(path, rss(entry(number, START)))
    await asyncio.gather(*(reading.source.read(site.url(path)) for path in paths))
    assert site.most_under_way == 1


async def test_two_processes_share_the_feeds(reading: Reading, site: Site) -> None:
    for number in range(6):
        site.serve(f"/{number}", rss(entry(number, START)))
    await reading.follow(*(f"/{number}" for number in range(6)))
    site.asked.clear()
    await reading.clock.advance(DAY)
    other = news_reader(reading.db, reading.clock, reading.source)
    await asyncio.gather(reading.reader.run_due(), other.run_due())
    assert sorted(request.path for request in site.asked) == [f"/{n}" for n in range(6)]


async def test_a_killed_reading_is_taken_up_again(reading: Reading, site: Site) -> None:
    """After its lease; one that is stopped gives its turn back at once."""
    site.serve("/1", rss(entry(1, START)))
    await reading.follow("/1")
    site.keep_waiting("/1")
    await reading.clock.advance(DAY)
    task = asyncio.create_task(reading.reader.run_due())
    await site.waits.wait()
    leased = await reading.reader.next_due()
    assert leased is not None
    assert leased > reading.now
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await reading.reader.next_due() == reading.now


async def test_what_nobody_follows_is_forgotten_when_it_is_due(
    reading: Reading, site: Site
) -> None:
    site.serve("/1", rss(entry(1, START)))
    await reading.follow("/1")
    await reading.follow("/1", guild=OTHER)
    [feed] = await reading.feeds()
    await reading.unfollow(feed)
    await reading.pass_time(DAY)
    assert await reading.headlines() == []
    assert await reading.headlines(OTHER) == ["Fact 1"]
    await reading.unfollow(feed, guild=OTHER)
    site.asked.clear()
    await reading.pass_time(DAY)
    assert site.asked == []
    assert await reading.count(NewsFeedRow) == await reading.count(NewsItemRow) == 0
    assert await reading.reader.next_due() is None


async def test_a_clock_that_stood_ahead_puts_no_feed_off(reading: Reading, site: Site) -> None:
    site.serve("/1", rss(entry(1, START)))
    await reading.clock.advance(400 * DAY)
    await reading.follow("/1")
    reading.clock._now = START
    await reading.reader.set_right()
    assert await reading.reader.next_due() == START


async def test_nothing_of_a_feed_but_its_address_is_logged(
    reading: Reading, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site.serve("/1", rss(entry(1, START, title="hoothoot"), title="hoothoot post"))
    await reading.follow("/1")
    caplog.set_level(logging.DEBUG)
    for body in (
        rss(entry(2, START, title="hoothoot"))[:-20],
        b"<!doctype html><title>hoothoot</title>",
        b"hoothoot",
        rss(entry(3, START, title="hoothoot")),
    ):
        site.serve("/1", body, "text/html")
        await reading.pass_time(2 * DAY)
    told = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert told == [
        f"The newsletter at {site.url('/1')}: {trouble}"
        for trouble in (
            "its XML is broken",
            "it is a web page, not a feed",
            "it is a web page, not a feed",
        )
    ]
    assert "hoothoot" not in "".join(told)
