"""From wall time to instants: the changes of clock that are known to break schedulers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from whenever import PlainDateTime

from bot.inputs.date_patterns import LAST, EveryWeeks, MonthDay, MonthWeekday
from bot.scheduling import (
    Once,
    Periodic,
    Rule,
    Weekly,
    latest_occurrence,
    occurrence_after,
    occurrences,
)

DAILY = frozenset(range(7))


def daily(at: str, zone: str) -> Weekly:
    return Weekly(DAILY, time.fromisoformat(at), zone)


def instants_for(rule: Rule, day: date) -> list[datetime]:
    """The instants at which ``rule`` falls due for the local date ``day``."""
    start = datetime.combine(day, time(), UTC) - timedelta(days=2)
    return [found.at for found in islice(occurrences(rule, start), 6) if found.period == day]


@pytest.mark.parametrize(
    ("zone", "at", "day", "instant"),
    [
        # The same wall time before and after the clocks change.
        ("Europe/Berlin", "08:00", "2026-03-28", "2026-03-28T07:00Z"),
        ("Europe/Berlin", "08:00", "2026-03-29", "2026-03-29T06:00Z"),
        ("Europe/Berlin", "08:00", "2026-10-25", "2026-10-25T07:00Z"),
        # Gaps: the first valid minute after them.
        ("America/New_York", "02:30", "2026-03-08", "2026-03-08T07:00Z"),
        ("America/New_York", "02:10", "2026-03-08", "2026-03-08T07:00Z"),
        ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:30Z"),
        ("America/Santiago", "00:30", "2026-09-06", "2026-09-06T04:00Z"),
        ("Africa/Cairo", "00:00", "2026-04-24", "2026-04-23T22:00Z"),
        # A gap that ends at midnight: still for the date that the rule names.
        ("America/Scoresbysund", "23:30", "2026-03-28", "2026-03-29T01:00Z"),
        # Folds: the first of the two, once.
        ("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30Z"),
        ("America/New_York", "01:00", "2026-11-01", "2026-11-01T05:00Z"),
        ("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-04T14:45Z"),
        ("America/Santiago", "23:30", "2026-04-04", "2026-04-05T02:30Z"),
        ("Africa/Cairo", "23:30", "2026-10-29", "2026-10-29T20:30Z"),
        # The date that Apia skipped, and its neighbours.
        ("Pacific/Apia", "08:00", "2011-12-29", "2011-12-29T18:00Z"),
        ("Pacific/Apia", "08:00", "2011-12-30", None),
        ("Pacific/Apia", "00:00", "2011-12-30", None),
        ("Pacific/Apia", "08:00", "2011-12-31", "2011-12-30T18:00Z"),
    ],
)
def test_r2_missing_and_doubled_hours(zone: str, at: str, day: str, instant: str | None) -> None:
    expected = [datetime.fromisoformat(instant)] if instant else []
    assert instants_for(daily(at, zone), date.fromisoformat(day)) == expected


def test_r2_lone_weekday_on_a_skipped_date_waits_for_the_next_week() -> None:
    fridays = Weekly(frozenset({4}), time(8), "Pacific/Apia")
    found = occurrence_after(fridays, datetime(2011, 12, 24, tzinfo=UTC))
    assert found is not None
    assert found.period == date(2012, 1, 6)


ZONES = [
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Cairo",
    "Pacific/Apia",
    "America/Scoresbysund",
    "Asia/Kolkata",
    "Asia/Gaza",
    "Africa/Casablanca",
    "Antarctica/Troll",
    "America/Sao_Paulo",
    "UTC",
]
zones = st.sampled_from(ZONES)
minutes = st.times().map(lambda at: at.replace(second=0, microsecond=0))
days = st.dates(date(2004, 1, 1), date(2037, 12, 1))
moments = st.builds(lambda day, at: datetime.combine(day, at, UTC), days, st.times())
weekdays = st.frozensets(st.integers(0, 6), min_size=1)
patterns = st.one_of(
    st.builds(MonthDay, st.integers(1, 28) | st.just(LAST)),
    st.builds(MonthWeekday, st.integers(1, 4) | st.just(LAST), st.integers(0, 6)),
    st.builds(EveryWeeks, st.integers(2, 26), st.dates(date(2002, 1, 1), date(2003, 12, 31))),
)
rules = st.one_of(
    st.builds(Weekly, weekdays, minutes, zones),
    st.builds(Periodic, patterns, minutes, zones),
)


def first_valid(day: date, at: time, zone: str) -> datetime | None:
    """What ``whenever`` says, asked minute by minute; None for a date that the zone skipped."""
    if at > time() and first_valid(day, time(), zone) is None:
        return None
    wall = datetime.combine(day, at)
    while True:
        found = PlainDateTime(wall).assume_tz(zone, disambiguation="earlier")
        if found.to_plain() == PlainDateTime(wall):
            return found.to_instant().to_stdlib()
        wall += timedelta(minutes=1)
        if at == time() and wall.date() > day:
            return None


@given(day=days, at=minutes, zone=zones)
@example(date(2026, 3, 8), time(2, 30), "America/New_York")
@example(date(2026, 4, 24), time(0, 0), "Africa/Cairo")
@example(date(2026, 3, 28), time(23, 30), "America/Scoresbysund")
@example(date(2011, 12, 30), time(12, 0), "Pacific/Apia")
def test_r2_agrees_with_whenever(day: date, at: time, zone: str) -> None:
    expected = first_valid(day, at, zone)
    assert instants_for(Weekly(DAILY, at, zone), day) == ([expected] if expected else [])


@given(rule=rules, after=moments)
@example(daily("01:30", "America/New_York"), datetime(2026, 11, 1, 5, 30, tzinfo=UTC))
def test_r2_occurrences_strictly_increase_and_never_share_a_date(
    rule: Rule, after: datetime
) -> None:
    found = list(islice(occurrences(rule, after), 5))
    instants = [after, *(occurrence.at for occurrence in found)]
    periods = [occurrence.period for occurrence in found]
    assert len(found) == 5
    assert all(earlier < later for earlier, later in pairwise(instants))
    assert all(earlier < later for earlier, later in pairwise(periods))


@given(rule=rules, moment=moments)
def test_latest_and_next_occurrence_are_neighbours(rule: Rule, moment: datetime) -> None:
    latest, coming = latest_occurrence(rule, moment), occurrence_after(rule, moment)
    assert latest is not None
    assert coming is not None
    assert latest.at <= moment < coming.at
    assert occurrence_after(rule, latest.at) == coming
    assert latest_occurrence(rule, coming.at) == coming


def test_the_latest_occurrence_is_found_where_clocks_went_back_over_midnight() -> None:
    """St John's, 2006: from Sunday 00:01 to Saturday 23:01, so Saturday comes after Sunday."""
    midnight = daily("00:00", "America/St_Johns")
    sunday = datetime(2006, 10, 29, 2, 30, tzinfo=UTC)
    for later in (timedelta(0), timedelta(minutes=15), timedelta(hours=1)):
        found = latest_occurrence(midnight, sunday + later)
        assert found is not None
        assert (found.at, found.period) == (sunday, date(2006, 10, 29))


@pytest.mark.parametrize(
    ("pattern", "after", "dates"),
    [
        (MonthDay(28), "2026-01-28", ["2026-01-28", "2026-02-28", "2026-03-28"]),
        # February, with and without its leap day; the century without one; a year's end.
        (MonthDay(LAST), "2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        (MonthDay(LAST), "2028-02-01", ["2028-02-29", "2028-03-31"]),
        (MonthDay(LAST), "2100-02-01", ["2100-02-28"]),
        (MonthDay(LAST), "2026-12-31", ["2026-12-31", "2027-01-31"]),
        (MonthWeekday(LAST, 4), "2026-01-01", ["2026-01-30", "2026-02-27", "2026-03-27"]),
        (MonthWeekday(LAST, 1), "2028-02-01", ["2028-02-29", "2028-03-28"]),
        (MonthWeekday(1, 0), "2026-05-31", ["2026-06-01", "2026-07-06", "2026-08-03"]),
        (MonthWeekday(4, 6), "2026-02-01", ["2026-02-22", "2026-03-22"]),
        (MonthWeekday(1, 4), "2026-12-05", ["2027-01-01", "2027-02-05"]),
        (EveryWeeks(3, date(2026, 12, 14)), "2026-01-01", ["2026-12-14", "2027-01-04"]),
        (EveryWeeks(3, date(2026, 12, 14)), "2027-01-05", ["2027-01-25", "2027-02-15"]),
        (EveryWeeks(2, date(2028, 2, 15)), "2028-02-16", ["2028-02-29", "2028-03-14"]),
    ],
)
def test_t1_dates_that_come_again(
    pattern: MonthDay | MonthWeekday | EveryWeeks, after: str, dates: list[str]
) -> None:
    rule = Periodic(pattern, time(18), "America/Sao_Paulo")
    start = datetime.combine(date.fromisoformat(after), time(), UTC)
    found = list(islice(occurrences(rule, start), len(dates)))
    assert [each.period.isoformat() for each in found] == dates
    assert {each.at.hour for each in found} <= {20, 21}, "18:00 there"


@pytest.mark.parametrize(
    ("rule", "after", "instants"),
    [
        # The last Sunday of March at half past two is in the gap, of October in the fold.
        (
            Periodic(MonthWeekday(LAST, 6), time(2, 30), "Europe/Berlin"),
            "2026-03-01",
            ["2026-03-29T01:00", "2026-04-26T00:30"],
        ),
        (
            Periodic(MonthWeekday(LAST, 6), time(2, 30), "Europe/Berlin"),
            "2026-10-01",
            ["2026-10-25T00:30", "2026-11-29T01:30"],
        ),
        # Every fourth week, on and after the night without this hour.
        (
            Periodic(EveryWeeks(4, date(2026, 3, 1)), time(2, 30), "Europe/Berlin"),
            "2026-03-02",
            ["2026-03-29T01:00", "2026-04-26T00:30"],
        ),
        # Apia had no 30 December 2011, the month's last Friday.
        (
            Periodic(MonthWeekday(LAST, 4), time(8), "Pacific/Apia"),
            "2011-12-01",
            ["2012-01-26T18:00", "2012-02-23T18:00"],
        ),
    ],
)
def test_r2_patterns_in_gaps_and_folds(rule: Periodic, after: str, instants: list[str]) -> None:
    start = datetime.combine(date.fromisoformat(after), time(), UTC)
    found = [each.at.strftime("%Y-%m-%dT%H:%M") for each in islice(occurrences(rule, start), 2)]
    assert found == instants


@given(rule=st.builds(Periodic, patterns, minutes, zones), after=moments)
def test_each_date_of_a_pattern_comes_and_no_other(rule: Periodic, after: datetime) -> None:
    """Against a look at each day of two years, by what the words mean."""
    until = after + timedelta(days=730)
    found = {each.period for each in takewhile(lambda o: o.at <= until, occurrences(rule, after))}
    middle = [after.date() + timedelta(days=offset) for offset in range(3, 727)]
    named = {day for day in middle if says(rule.pattern, day)}
    skipped = {day for day in named if first_valid(day, time(), rule.zone) is None}
    assert found & set(middle) == named - skipped


def says(pattern: MonthDay | MonthWeekday | EveryWeeks, day: date) -> bool:
    tomorrow, in_a_week = day + timedelta(days=1), day + timedelta(days=7)
    match pattern:
        case MonthDay(day=number):
            return tomorrow.month != day.month if number == LAST else day.day == number
        case MonthWeekday(nth=nth, weekday=weekday):
            place = in_a_week.month != day.month if nth == LAST else (day.day - 1) // 7 + 1 == nth
            return place and day.weekday() == weekday
        case EveryWeeks(weeks=weeks, first=first):
            return day >= first and (day - first).days % (7 * weeks) == 0


def test_weeks_do_not_begin_before_their_first_date() -> None:
    rule = Periodic(EveryWeeks(2, date(2026, 12, 7)), time(18), "UTC")
    before = datetime(2026, 12, 7, 17, 59, tzinfo=UTC)
    assert latest_occurrence(rule, before) is None
    found = occurrence_after(rule, datetime(2026, 1, 1, tzinfo=UTC))
    assert found is not None
    assert found.period == date(2026, 12, 7)
    assert latest_occurrence(rule, before + timedelta(minutes=1)) == found


def test_once_is_for_the_local_date_of_its_instant() -> None:
    rule = Once(datetime(2026, 3, 2, 23, tzinfo=UTC), "Asia/Tokyo")
    found = occurrence_after(rule, datetime(2026, 3, 2, tzinfo=UTC))
    assert found is not None
    assert found.period == date(2026, 3, 3)
    assert occurrence_after(rule, rule.at) is None
    assert latest_occurrence(rule, rule.at) == found


def test_once_keeps_its_instant_in_utc() -> None:
    at = datetime(2026, 3, 2, 8, tzinfo=timezone(timedelta(hours=9)))
    assert Once(at, "Asia/Tokyo").at.isoformat() == "2026-03-01T23:00:00+00:00"


def test_no_weekday_never_falls_due() -> None:
    never = Weekly(frozenset(), time(8), "UTC")
    assert occurrence_after(never, datetime(2026, 1, 1, tzinfo=UTC)) is None
    assert latest_occurrence(never, datetime(2026, 1, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "", "../UTC", "America", "\0", "x" * 5000, "/etc"]
)
def test_unknown_zones_are_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="unknown time zone"):
        Weekly(DAILY, time(8), zone)


def test_impossible_rules_are_refused() -> None:
    with pytest.raises(ValueError, match="weekdays"):
        Weekly(frozenset({7}), time(8), "UTC")
    with pytest.raises(ValueError, match="zone of its own"):
        Periodic(MonthDay(1), time(8, tzinfo=ZoneInfo("UTC")), "UTC")
    with pytest.raises(ValueError, match="unknown time zone"):
        Periodic(MonthDay(1), time(8), "Mars/Olympus")
    with pytest.raises(ValueError, match="aware"):
        Once(datetime(2026, 1, 1), "UTC")  # noqa: DTZ001 - the point of the test
    with pytest.raises(ValueError, match="zone of its own"):
        Weekly(DAILY, time(8, tzinfo=ZoneInfo("UTC")), "UTC")
