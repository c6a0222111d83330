"""How typed dates are read."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.inputs import dates

# A Wednesday.
TODAY = date(2026, 3, 4)
MONDAY = date(2026, 3, 2)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-07", date(2026, 12, 7)),
        ("2026/12/7", date(2026, 12, 7)),
        ("today", TODAY),
        ("Tomorrow", date(2026, 3, 5)),
        ("friday", date(2026, 3, 6)),
        ("fri", date(2026, 3, 6)),
        ("wednesday", date(2026, 3, 11)),
        ("in 2 weeks", date(2026, 3, 18)),
        ("in a week", date(2026, 3, 11)),
        ("in 3 days", date(2026, 3, 7)),
        ("7 December", date(2026, 12, 7)),
        ("Dec 7th", date(2026, 12, 7)),
        ("7. dec 2027", date(2027, 12, 7)),
        ("1 March", date(2027, 3, 1)),
        ("29 February", date(2028, 2, 29)),
        ("25/12", date(2026, 12, 25)),
        ("12/25", date(2026, 12, 25)),
        ("25.12.", date(2026, 12, 25)),
        ("5/5", date(2026, 5, 5)),
        ("31.12.26", date(2026, 12, 31)),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, day: date) -> None:
    assert dates.parse_date(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("03/04", "`2026-04-03` or `2027-03-04`|`2026-04-03` or `2026-03-04`"),
        ("03/04/2026", "3 April 2026 or Wednesday 4 March 2026"),
        ("2026-02-30", "no such date"),
        ("30 February", "no such date"),
        ("2026-13-01", "no such date"),
        ("31/4", "no such date"),
        ("45/12", "no such date"),
        ("0000-01-01", "no such date"),
        ("someday", "in 2 weeks"),
        ("", "in 2 weeks"),
        ("7 Foo", "in 2 weeks"),
        ("@everyone", "in 2 weeks"),
        ("٧ ديسمبر", "in 2 weeks"),
    ],
)
def test_impossible_and_ambiguous_dates_say_what_to_type(text: str, says: str) -> None:
    with pytest.raises(UserError, match=says) as refused:
        dates.parse_date(text, today=TODAY)
    assert refused.value.typed == text


@given(DAYS, DAYS)
def test_every_date_that_is_shown_can_be_typed(day: date, today: date) -> None:
    said = dates.say_date(day).split(" ", 1)[1]
    assert dates.parse_date(said, today=today) == day
    assert dates.parse_date(day.isoformat(), today=today) == day


@given(DAYS, st.integers(0, 6))
def test_a_weekday_is_the_next_one_after_today(today: date, weekday: int) -> None:
    found = dates.parse_date(dates.WEEKDAYS[weekday], today=today)
    assert found.weekday() == weekday
    assert timedelta(0) < found - today <= timedelta(7)


@pytest.mark.parametrize(
    ("weekdays", "said"),
    [
        (range(5), "Monday to Friday"),
        ((0, 2, 4), "Mon, Wed, Fri"),
        (range(7), "every day"),
        ((), "no day"),
        ((5, 6), "Sat, Sun"),
    ],
)
def test_weekdays_are_said_shortly(weekdays: tuple[int, ...], said: str) -> None:
    assert dates.say_weekdays(frozenset(weekdays)) == said


@given(st.text(max_size=30))
def test_nothing_typed_breaks_reading(text: str) -> None:
    with suppress(UserError):
        dates.parse_date(text, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("today", date(2026, 3, 2)),
        ("Friday", date(2026, 3, 6)),
        ("in 2 weeks", date(2026, 3, 16)),
        ("1 March", date(2027, 3, 1)),
    ],
)
def test_t6_due_dates_are_from_today_on(typed: str, due: date) -> None:
    assert dates.due_date(typed, today=MONDAY) == due


def test_t6_a_past_due_date_is_refused() -> None:
    with pytest.raises(UserError, match="from today on"):
        dates.due_date("2026-03-01", today=MONDAY)
