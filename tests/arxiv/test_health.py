"""When arXiv publishes, and what a reading says about a feed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.arxiv.rules import calendar
from bot.arxiv.rules.health import backoff, judge, judge_unchanged
from bot.arxiv.values import Batch, Health
from tests.papers.group import entry

MONDAY, TUESDAY, FRIDAY, SATURDAY = (date(2026, 3, day) for day in (2, 3, 6, 7))


def at(day: date, hour: int = 6) -> datetime:
    """An instant of that date at arXiv (06:00 in UTC is past midnight there)."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@dataclass
class Known:
    batch_on: date | None = None
    batch_digest: str | None = None
    batch_size: int = 0
    covered_until: date | None = None
    failures: int = 0


def batch(dated: date | None, digest: str = "new", size: int = 3) -> Batch:
    return Batch((entry(1),) * size, dated, digest)


EMPTY = batch(None, "empty", 0)


def test_a1_an_empty_weekend_feed_is_rest_and_an_empty_weekday_is_a_holiday() -> None:
    weekend = judge(EMPTY, Known(), at(SATURDAY))
    assert (weekend.health, weekend.again_after) == (Health.WEEKEND, None)
    holiday = judge(EMPTY, Known(covered_until=MONDAY), at(TUESDAY))
    # It may be empty by mistake: it counts as missed once the next batch has come.
    assert (holiday.health, holiday.covers, holiday.missed) == (Health.HOLIDAY, None, ())
    assert holiday.note is weekend.note is None
    assert judge_unchanged(Known(), at(SATURDAY)).health is Health.WEEKEND


def test_u4_todays_batch_is_current() -> None:
    verdict = judge(batch(TUESDAY), Known(MONDAY, "old", 3, MONDAY), at(TUESDAY))
    assert (verdict.health, verdict.covers, verdict.missed) == (Health.CURRENT, TUESDAY, ())
    assert judge_unchanged(Known(TUESDAY, "x", 3), at(TUESDAY)).health is Health.CURRENT


def test_a1_fridays_batch_is_current_all_weekend() -> None:
    known = Known(FRIDAY, "new", 3, FRIDAY)
    assert judge(batch(FRIDAY), known, at(SATURDAY)).health is Health.CURRENT
    assert judge_unchanged(known, at(SATURDAY)).health is Health.CURRENT


def test_a4_yesterdays_batch_with_a_fresh_date_is_stale() -> None:
    verdict = judge(batch(TUESDAY, "old"), Known(MONDAY, "old", 3, MONDAY), at(TUESDAY))
    assert verdict.health is Health.STALE
    assert verdict.note == "still shows the batch of Monday 2 March"
    assert verdict.again_after == timedelta(minutes=15)


def test_a4_an_old_date_or_no_change_on_a_publishing_day_is_stale() -> None:
    assert judge(batch(MONDAY), Known(), at(TUESDAY)).health is Health.STALE
    assert judge_unchanged(Known(MONDAY, "x", 3), at(TUESDAY)).health is Health.STALE


def test_a5_days_between_two_batches_are_missed_weekends_are_not() -> None:
    known = Known(FRIDAY - timedelta(days=3), "old", 3, TUESDAY)
    verdict = judge(batch(date(2026, 3, 9)), known, at(date(2026, 3, 9)))
    assert verdict.missed == (date(2026, 3, 4), date(2026, 3, 5), FRIDAY)
    first = judge(batch(MONDAY), Known(), at(MONDAY))
    assert first.missed == ()


def test_a5_the_wait_after_failures_doubles_up_to_six_hours() -> None:
    waits = [backoff(n) for n in range(1, 9)]
    assert waits[:3] == [timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1)]
    assert waits[-1] == backoff(10_000) == timedelta(hours=6)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # Winter: midnight in New York is 05:00 in UTC. Summer: 04:00.
        (datetime(2026, 3, 2, 5, 0, tzinfo=UTC), datetime(2026, 3, 2, 5, 20, tzinfo=UTC)),
        (datetime(2026, 3, 2, 5, 20, tzinfo=UTC), datetime(2026, 3, 3, 5, 20, tzinfo=UTC)),
        (datetime(2026, 3, 6, 6, 0, tzinfo=UTC), datetime(2026, 3, 9, 4, 20, tzinfo=UTC)),
        (datetime(2026, 3, 7, 6, 0, tzinfo=UTC), datetime(2026, 3, 9, 4, 20, tzinfo=UTC)),
    ],
)
def test_a1_feeds_are_read_after_midnight_eastern_on_publishing_days(
    now: datetime, expected: datetime
) -> None:
    assert calendar.next_rebuild(now) == expected


def test_a5_each_batch_holds_what_was_submitted_by_two_in_the_afternoon() -> None:
    friday_2pm = datetime(2026, 2, 27, 19, tzinfo=UTC)
    assert calendar.submissions_of(MONDAY) == (friday_2pm - timedelta(days=1), friday_2pm)
    assert calendar.submissions_of(TUESDAY)[0] == friday_2pm
    second = timedelta(seconds=1)
    assert calendar.batch_of(friday_2pm - second) == MONDAY
    assert calendar.batch_of(friday_2pm) == TUESDAY
    assert calendar.batch_of(datetime(2026, 3, 1, 12, tzinfo=UTC)) == TUESDAY


@pytest.mark.parametrize("day", [MONDAY, TUESDAY, FRIDAY])
def test_a5_a_batch_and_its_span_of_submissions_agree(day: date) -> None:
    since, until = calendar.submissions_of(day)
    assert calendar.batch_of(since) == calendar.batch_of(until - timedelta(seconds=1)) == day
