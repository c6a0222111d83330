"""Periods of the calendar, and how often a milestone was done in each (P11)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.milestones.rules.occurrences import (
    due_in,
    occurrences_of,
    period_after,
    period_of,
    say_period,
    standing,
)
from bot.milestones.values import MilestoneChange, Period, Status
from bot.plans.values import Milestone, Repeats
from tests.milestones.circle import present

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
REVIEWS = Milestone("reviews", "Reviews", "Four a month.", repeats="month", times=4)
KINDS = st.sampled_from(get_args(Repeats))


@pytest.mark.parametrize(
    ("repeats", "day", "first", "last", "words"),
    [
        ("week", "2026-03-04", "2026-03-02", "2026-03-08", "the week of 2 March"),
        ("week", "2026-01-01", "2025-12-29", "2026-01-04", "the week of 29 December 2025"),
        ("month", "2026-02-28", "2026-02-01", "2026-02-28", "February"),
        ("month", "2024-02-10", "2024-02-01", "2024-02-29", "February 2024"),
        ("quarter", "2026-03-31", "2026-01-01", "2026-03-31", "January to March"),
        ("quarter", "2025-12-01", "2025-10-01", "2025-12-31", "October to December 2025"),
        ("half-year", "2026-06-30", "2026-01-01", "2026-06-30", "January to June"),
        ("half-year", "2026-07-01", "2026-07-01", "2026-12-31", "July to December"),
        ("year", "2026-01-01", "2026-01-01", "2026-12-31", "2026"),
        ("year", "2028-02-29", "2028-01-01", "2028-12-31", "2028"),
    ],
)
def test_p11_periods_are_those_of_the_calendar(
    repeats: Repeats, day: str, first: str, last: str, words: str
) -> None:
    period = period_of(repeats, date.fromisoformat(day))
    assert period == Period(date.fromisoformat(first), date.fromisoformat(last))
    assert say_period(repeats, period, date(2026, 5, 1)) == words


@given(KINDS, st.dates())
def test_p11_each_day_has_one_period_and_periods_follow_each_other(
    repeats: Repeats, day: date
) -> None:
    period = period_of(repeats, day)
    assert day in period
    assert period_of(repeats, period.first) == period_of(repeats, period.last) == period
    after = period_after(repeats, period)
    assert after == period or after.first == period.last + timedelta(days=1)


def done(number: int, at: datetime, day: date | None = None) -> MilestoneChange:
    return MilestoneChange(number, Status.DONE, at, day=day)


def test_p11_a_day_counts_where_it_was_lived_and_else_in_the_zone_of_now() -> None:
    late = datetime(2026, 4, 1, 3, tzinfo=UTC)  # still March in New York
    kept = done(1, late, date(2026, 4, 1))
    for zone, march in (("America/New_York", 1), ("UTC", 0)):
        found = present(
            occurrences_of(REVIEWS, [kept, done(2, late)], today=date(2026, 4, 2), zone=zone)
        )
        assert len(found.now.done) == 2 - march
        assert [str(tally) for tally in found.earlier] == ["1 of 4 in March"] * march


@pytest.mark.parametrize(
    ("statuses", "today", "expected"),
    [
        ("", "2026-03-31", Status.NOT_STARTED),
        ("d", "2026-03-31", Status.IN_PROGRESS),
        ("dddd", "2026-03-31", Status.DONE),
        ("ddddd", "2026-03-31", Status.DONE),
        ("dds", "2026-03-31", Status.SKIPPED),
        ("i", "2026-03-31", Status.IN_PROGRESS),
        # the next month begins anew; what was begun goes on
        ("dddd", "2026-04-01", Status.NOT_STARTED),
        ("dds", "2026-04-01", Status.NOT_STARTED),
        ("dddi", "2026-04-01", Status.IN_PROGRESS),
    ],
)
def test_p11_where_it_stands_in_the_present_period(
    statuses: str, today: str, expected: Status
) -> None:
    kinds = {"d": Status.DONE, "s": Status.SKIPPED, "i": Status.IN_PROGRESS}
    history = [
        MilestoneChange(number, kinds[letter], NOON, day=NOON.date())
        for number, letter in enumerate(statuses, start=1)
    ]
    found = present(occurrences_of(REVIEWS, history, today=date.fromisoformat(today), zone="UTC"))
    assert standing(found, history, "UTC")[0] is expected


def test_p11_a_date_of_its_own_lapses_with_its_period() -> None:
    march = period_of("month", date(2026, 3, 5))
    start = date(2026, 1, 5)
    assert due_in(march, None, start) == date(2026, 3, 31)
    assert due_in(march, date(2026, 3, 20), start) == date(2026, 3, 20)
    assert due_in(march, date(2026, 2, 20), start) == date(2026, 3, 31)


@pytest.mark.parametrize(("day", "is_due"), [(1, True), (16, True), (17, False), (31, False)])
def test_p11_whoever_begins_late_in_a_period_owes_it_nothing(day: int, is_due: bool) -> None:
    march, start = period_of("month", date(2026, 3, 5)), date(2026, 3, day)
    assert (due_in(march, None, start) is not None) is is_due
    assert due_in(march, date(2026, 3, 31), start) == date(2026, 3, 31), "unless they want to"


@given(KINDS, st.lists(st.dates(date(2025, 1, 1), date(2026, 6, 1)), max_size=20))
def test_p11_no_time_is_lost_or_counted_twice(repeats: Repeats, days: list[date]) -> None:
    milestone = Milestone("m", "M", "t", repeats=repeats)
    history = [done(number, NOON, day) for number, day in enumerate(sorted(days), start=1)]
    found = present(occurrences_of(milestone, history, today=date(2026, 6, 1), zone="UTC"))
    assert sorted(change.number for _, change in found) == [c.number for c in history]
    assert all(present(change.day) in tally.period for tally, change in found)
    assert [tally.period for tally in found.tallies] == sorted(
        (tally.period for tally in found.tallies), reverse=True
    )


@pytest.mark.parametrize(
    ("day", "zone", "told"),
    [
        (None, "UTC", "2026-03-31"),
        (None, "Pacific/Kiritimati", "2026-04-01"),
        (date(2026, 3, 30), "Pacific/Kiritimati", "2026-03-30"),
    ],
)
def test_p10_a_change_has_the_day_that_was_kept_or_else_that_of_the_zone(
    day: date | None, zone: str, told: str
) -> None:
    at = datetime(2026, 3, 31, 20, tzinfo=UTC)
    change = MilestoneChange(1, Status.DONE, at, day=day)
    assert change.day_in(zone) == date.fromisoformat(told)
