"""A week that brings nothing: quiet, holiday, stale and failing feeds are told apart (U4, A4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.arxiv.rules.health import together
from bot.arxiv.values import Feed, Health
from bot.db import Database
from bot.papers.models import RoundRow
from bot.papers.rules.timetable import closes_after, waits_until
from cogs.papers import panels
from sandbox.feeds import Paper
from tests.live import START, Study
from tests.papers.group import CLOSES, DAY, OPENS, WEEK, announce, entry, found_group
from tests.papers.test_panels import a_round, feed, overview, texts

sqlite_only = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
HOUR = timedelta(hours=1)
MONDAY = START.date()
BOTH = ("cs.LG", "stat.ML")
GIVES_UP = OPENS + 3 * DAY - HOUR


def paper(number: int, day: date = MONDAY, category: str = "cs.LG") -> Paper:
    return Paper(f"2603.{number:05}", f"Title {number}", ("Ada",), (category,), "B.", day)


def break_all(study: Study) -> None:
    for category in BOTH:
        study.sandbox.feeds.break_with(category, "status")


def posts(study: Study) -> list[str]:
    return [message.text for message in study.papers.messages]


async def rounds(study: Study) -> int:
    async with study.db.read() as session:
        return await session.scalar(select(func.count()).select_from(RoundRow)) or 0


@pytest.fixture
async def study(study: Study) -> Study:
    """A group that follows two categories."""
    await study.set_up(categories=BOTH)
    return study


async def test_a4_a_week_whose_feeds_fail_waits_and_opens_once_one_can_be_read(
    study: Study,
) -> None:
    """Nobody reads of a quiet week, and the round is not spent."""
    ana = await study.person("Ana")
    study.sandbox.feeds.set_batch(MONDAY, [paper(1)])
    break_all(study)
    await study.clock.move_to(OPENS + 2 * HOUR)
    await study.asleep_until(OPENS + 11 * HOUR)
    await study.clock.move_to(OPENS + 12 * HOUR)
    assert (posts(study), await rounds(study)) == ([], 0)
    seen = await ana.slash("paper picks")
    assert "This week's shortlist is on its way" in seen.text
    study.sandbox.feeds.mend("cs.LG")
    await study.clock.move_to(OPENS + 19 * HOUR)
    (text,) = posts(study)
    assert "This week's papers" in text
    assert "Title 1" in text
    assert f"<t:{int(CLOSES.timestamp())}:F>" in text, "the vote closes as it would have"
    assert "This week's papers" in (await ana.slash("paper picks")).text


@sqlite_only
async def test_a4_a_week_whose_feeds_fail_to_the_end_says_so_once(study: Study) -> None:
    ana = await study.person("Ana")
    break_all(study)
    await study.clock.move_to(OPENS + 4 * HOUR)
    assert posts(study) == []
    # It would try every quarter of an hour in between.
    await study.asleep_until(GIVES_UP - 3 * HOUR)
    await study.clock.move_to(GIVES_UP - timedelta(minutes=1))
    assert posts(study) == []
    await study.clock.move_to(GIVES_UP)
    (text,) = posts(study)
    assert "I could not read all of your arXiv feeds" in text
    assert "holiday" not in text
    assert "I could not read all" in (await ana.slash("paper picks")).text
    study.sandbox.feeds.mend()
    monday = MONDAY + WEEK
    study.sandbox.feeds.set_batch(monday, [paper(2, monday)])
    await study.clock.move_to(OPENS + WEEK)
    assert len(posts(study)) == 2
    assert "Title 2" in posts(study)[-1]


@sqlite_only
async def test_a_nomination_opens_a_week_that_waits_for_its_feeds(study: Study) -> None:
    ana = await study.person("Ana")
    await announce(study.db, entry(7, "Nominated"), category="math.CO")
    break_all(study)
    await study.clock.move_to(OPENS + HOUR)
    await ana.slash("paper nominate", paper="2603.00007")
    assert posts(study) == []
    await study.clock.advance(timedelta(minutes=16))
    (text,) = posts(study)
    assert "Nominated" in text


@sqlite_only
async def test_a_week_that_waits_for_its_feeds_can_still_be_skipped(study: Study) -> None:
    olga = study.organiser
    study.sandbox.feeds.set_batch(MONDAY, [paper(1)])
    break_all(study)
    await study.clock.move_to(OPENS + HOUR)
    asked = await olga.slash("paper skip")
    assert f"<t:{int(OPENS.timestamp())}:F>" in asked.text, "this week's is the nearest"
    await olga.click(asked, "Skip it")
    study.sandbox.feeds.mend()
    await study.clock.advance(timedelta(minutes=16))
    (text,) = posts(study)
    assert "The group skips this week" in text
    assert "Title 1" not in text


@sqlite_only
async def test_a4_what_one_feed_brought_does_not_wait_for_another(study: Study) -> None:
    study.sandbox.feeds.set_batch(MONDAY, [paper(1)])
    study.sandbox.feeds.break_with("stat.ML", "status")
    await study.clock.move_to(OPENS)
    (text,) = posts(study)
    assert "Title 1" in text


@sqlite_only
async def test_a4_a_site_that_wants_to_be_left_alone_holds_no_shortlist_up_for_long(
    study: Study,
) -> None:
    """One feed is answered with a day's wait, so that the other stays due."""
    await announce(study.db, entry(1, "Known"))
    study.sandbox.feeds.break_with("cs.LG", "status", status=503, retry_after=86_400)
    await study.clock.move_to(OPENS + timedelta(minutes=9))
    assert posts(study) == [], "the other may still be read in a moment"
    await study.clock.move_to(OPENS + timedelta(minutes=11))
    (text,) = posts(study)
    assert "Known" in text


@sqlite_only
async def test_u4_a_week_of_holidays_is_said_to_be_one_at_once(study: Study) -> None:
    study.sandbox.feeds.holiday(MONDAY)
    await study.clock.move_to(OPENS)
    (text,) = posts(study)
    assert "arXiv is resting" in text


@sqlite_only
async def test_u4_a_quiet_week_is_said_to_be_one_at_once(study: Study) -> None:
    """Another category had papers, so it is no holiday; its group is another."""
    study.sandbox.feeds.set_batch(MONDAY, [paper(1, category="math.CO")])
    await found_group(study.db, 999, categories=("math.CO",), members=())
    await study.clock.move_to(OPENS)
    (text,) = posts(study)
    assert "brought nothing new this time" in text
    assert "resting" not in text


@sqlite_only
async def test_u4_a_week_of_old_batches_waits_too_and_says_what_it_saw(study: Study) -> None:
    for number in range(12):
        same = [paper(1), paper(2, category="stat.ML")]
        study.sandbox.feeds.set_batch(MONDAY + number * DAY, same)
    await study.clock.move_to(CLOSES)
    count = len(posts(study))
    await study.clock.move_to(OPENS + WEEK + HOUR)
    assert len(posts(study)) == count
    await study.asleep_until(GIVES_UP + WEEK - 3 * HOUR)
    await study.clock.move_to(GIVES_UP + WEEK - timedelta(minutes=1))
    assert len(posts(study)) == count
    await study.clock.move_to(GIVES_UP + WEEK)
    assert "still showed older papers" in posts(study)[-1]
    assert len(posts(study)) == count + 1


GAP = (MONDAY, MONDAY)


@pytest.mark.parametrize(
    ("feeds", "is_behind", "health"),
    [
        ([], False, Health.QUIET),
        ([feed(Health.CURRENT)], False, Health.QUIET),
        ([feed(Health.QUIET), feed(Health.HOLIDAY)], False, Health.QUIET),
        ([feed(Health.HOLIDAY), feed(Health.WEEKEND)], False, Health.HOLIDAY),
        ([feed(Health.WEEKEND)], False, Health.HOLIDAY),
        ([feed(Health.CURRENT), feed(Health.STALE)], False, Health.STALE),
        ([feed(Health.CURRENT, missing=GAP)], False, Health.STALE),
        ([feed(Health.STALE), feed(Health.FAILING)], False, Health.FAILING),
        ([feed(Health.CURRENT), feed(Health.UNREAD)], False, Health.FAILING),
        ([feed(Health.CURRENT)], True, Health.FAILING),
    ],
)
def test_u4_the_feeds_of_a_group_together(
    feeds: list[Feed], is_behind: bool, health: Health
) -> None:
    assert together(feeds, is_behind=is_behind) is health


def test_u4_each_kind_of_an_empty_week_reads_differently() -> None:
    def read(health: Health | None) -> tuple[str, str]:
        changes: dict[str, Any] = {"picks": (), "closed_at": OPENS, "feeds": health}
        found = replace(a_round(), **changes)
        return (
            texts(panels.shortlist_panel(found, OPENS)),
            texts(panels.picks_panel(overview(found), OPENS, [])),
        )

    kinds = (Health.QUIET, Health.HOLIDAY, Health.STALE, Health.FAILING)
    assert len({read(health) for health in kinds}) == len(kinds)
    assert read(None) == read(Health.QUIET), "rounds from before this was kept"


async def test_how_long_a_round_waits_leaves_time_to_vote(db: Database) -> None:
    """As long as it may be late, and never so long that its vote would close a week later."""
    group = await found_group(db)
    assert waits_until(group, OPENS) == GIVES_UP
    short = replace(group, papers_close_weekday=1)
    until = waits_until(short, OPENS)
    assert until < OPENS + 3 * DAY - HOUR
    assert closes_after(short, until) == closes_after(short, OPENS)
