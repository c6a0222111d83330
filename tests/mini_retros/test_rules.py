"""When a month is looked back on, and what rolls up into it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.groups.values import Group
from bot.inputs.date_patterns import LAST, DatePattern, EveryWeeks, MonthDay, MonthWeekday
from bot.mini_retros import rules
from bot.mini_retros.rules import LookBacks, offer_day
from bot.mini_retros.values import MAX_PART
from tests.groups.people import member_in

MARCH = date(2026, 3, 1)
GROUP = Group(
    guild_id=1,
    zone="UTC",
    start_date=date(2026, 1, 1),
    announcements_channel_id=1,
    papers_channel_id=1,
    retros_channel_id=1,
    categories=(),
    papers_open_weekday=0,
    papers_open_at=time(9),
    papers_close_weekday=4,
    papers_close_at=time(17),
    retro_on=MonthDay(1),
    retro_at=time(18),
)


def look_backs(day: int, at: time = time(18), *, zone: str = "UTC") -> LookBacks:
    return looking_back(MonthDay(day), at, zone=zone)


def looking_back(on: DatePattern, at: time = time(18), *, zone: str = "UTC") -> LookBacks:
    member = member_in(zone, started_on=date(2015, 1, 1))
    return LookBacks(replace(GROUP, retro_on=on, retro_at=at), member)


@pytest.mark.parametrize(
    ("openings", "day"),
    [
        ([], 31),
        (["2026-03-14"], 13),
        (["2026-03-01", "2026-04-01"], 31),
        (["2026-03-02"], 1),
        (["2026-03-06", "2026-03-20", "2026-04-03"], 19),
        (["2026-02-20", "2026-04-20"], 31),
    ],
)
def test_the_day_before_the_groups_retro_or_the_months_last(openings: list[str], day: int) -> None:
    opening = [date.fromisoformat(each) for each in openings]
    assert offer_day(MARCH, opening) == date(2026, 3, day)


@pytest.mark.parametrize(
    ("day", "at", "zone", "since", "until"),
    [
        (1, time(18), "UTC", "2026-03-01", "2026-03-31"),
        (14, time(18), "UTC", "2026-02-14", "2026-03-13"),
        (28, time(18), "UTC", "2026-02-28", "2026-03-27"),
        # The 14th at 18:00 is the 15th in Auckland, and at 1:00 the 13th in Los Angeles.
        (14, time(18), "Pacific/Auckland", "2026-02-15", "2026-03-14"),
        (14, time(1), "America/Los_Angeles", "2026-02-13", "2026-03-12"),
    ],
)
def test_a_span_begins_after_the_one_before_in_the_members_zone(
    day: int, at: time, zone: str, since: str, until: str
) -> None:
    span = look_backs(day, at, zone=zone).span(MARCH)
    assert (span.since.isoformat(), span.until.isoformat()) == (since, until)


def test_a_month_in_which_no_eve_of_a_retro_lies_ends_with_its_last_day() -> None:
    """Where summer time begins, the retro of 1 October moves to the 2nd for the member."""
    found = look_backs(1, time(11, 30), zone="Pacific/Auckland")
    offered = [found.offered_on(date(2026, month, 1)) for month in (8, 9, 10)]
    assert offered == [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 1)]


@pytest.mark.parametrize(
    ("on", "since", "until"),
    [
        (MonthDay(LAST), "2026-02-28", "2026-03-30"),
        (MonthWeekday(LAST, 4), "2026-02-27", "2026-03-26"),
        # The first Monday is 2 March; in June it is the 1st, whose eve lies in May.
        (MonthWeekday(1, 0), "2026-02-02", "2026-03-01"),
        # Two of them in March, of which the last counts; none in March.
        (EveryWeeks(2, date(2026, 2, 6)), "2026-02-20", "2026-03-19"),
        (EveryWeeks(8, date(2026, 2, 20)), "2026-02-20", "2026-03-31"),
        # Weeks that are counted from a date ahead: each month's last day until then.
        (EveryWeeks(2, date(2026, 12, 7)), "2026-03-01", "2026-03-31"),
    ],
)
def test_a_span_follows_whatever_dates_retros_open_on(
    on: DatePattern, since: str, until: str
) -> None:
    span = looking_back(on).span(MARCH)
    assert (span.since.isoformat(), span.until.isoformat()) == (since, until)


patterns = st.one_of(
    st.builds(MonthDay, st.integers(1, 28) | st.just(LAST)),
    st.builds(MonthWeekday, st.integers(1, 4) | st.just(LAST), st.integers(0, 6)),
    st.builds(EveryWeeks, st.integers(2, 26), st.dates(date(2016, 1, 1), date(2030, 1, 1))),
)


@given(
    retro_on=patterns,
    hour=st.integers(0, 23),
    zone=st.sampled_from(["UTC", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata"]),
    on=st.dates(date(2016, 1, 1), date(2035, 12, 31)),
)
def test_every_day_is_looked_back_on_once(
    retro_on: DatePattern, hour: int, zone: str, on: date
) -> None:
    found = looking_back(retro_on, time(hour), zone=zone)
    span = found.holding(on)
    assert on in span
    assert span == found.span(span.month)
    assert found.holding(span.until + timedelta(days=1)).since == span.until + timedelta(days=1)
    offered = found.offered(on)
    is_recent = any(
        found.holding(on - timedelta(days=ago)).until == on - timedelta(days=ago)
        for ago in range(7)
    )
    assert (offered is not None) == is_recent
    if offered is not None:
        assert offered.until <= on
        assert found.offered_on(rules.month_after(offered.month)) > on


def test_a_week_belongs_where_its_friday_lies() -> None:
    first, last = rules.weeks_in(look_backs(14).span(MARCH))
    assert (first + timedelta(days=4), last + timedelta(days=4)) == (
        date(2026, 2, 14),
        date(2026, 3, 13),
    )


@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("2026-05-01", "has not begun"),
        ("9999-12-01", "has not begun"),
        ("2014-12-01", "so long ago"),
        ("0001-01-01", "so long ago"),
    ],
)
def test_months_of_which_there_is_none_are_refused(month: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        rules.check_month(date.fromisoformat(month), today=date(2026, 3, 20))


def test_the_weeks_roll_up_and_each_has_room() -> None:
    assert rolled("Mornings", None, "", "No phone") == "Mornings\nNo phone"
    assert rolled(None) == ""
    long = rolled(*["word " * 200] * 9, "short")
    assert len(long) <= MAX_PART
    assert long.count("word") > 300
    assert long.endswith("short")


def rolled(*texts: str | None) -> str:
    return rules.rolled_up(texts)


@pytest.mark.parametrize("blank", ["", " \n", "\u3164\u2800", "\u200b"])
def test_blanks_say_nothing(blank: str) -> None:
    assert rules.parts(blank, blank) == (None, None)


def test_a_part_that_is_too_long_is_given_back() -> None:
    with pytest.raises(UserError) as refused:
        rules.parts("Mornings", "x" * (MAX_PART + 1))
    assert refused.value.typed is not None
    assert "Mornings" in refused.value.typed
    assert rules.parts("x" * MAX_PART, "") == ("x" * MAX_PART, None)


def test_an_instant_is_read_in_the_members_day() -> None:
    """Whose day begins at three is still in the day before at two."""
    late = member_in("UTC", day_start=time(3))
    assert late.today(datetime(2026, 3, 14, 2, tzinfo=UTC)) == date(2026, 3, 13)
    found = LookBacks(replace(GROUP, retro_on=MonthDay(14), retro_at=time(2)), late)
    assert found.offered_on(MARCH) == date(2026, 3, 12)
