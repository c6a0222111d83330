"""How typed dates are read."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from zoneinfo import ZoneInfo

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
        ("June 5th, Friday", date(2026, 6, 5)),
        ("Jun 5 (Fri)", date(2026, 6, 5)),
        ("5 June, Fri.", date(2026, 6, 5)),
        ("Friday\u2009,\u20095 June", date(2026, 6, 5)),
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


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("next friday", date(2026, 3, 6)),
        ("on Friday", date(2026, 3, 6)),
        ("24.12.", date(2026, 12, 24)),
        ("24 Dec", date(2026, 12, 24)),
        ("15-Sep-2026", date(2026, 9, 15)),
        ("Sept. 15th, 2026", date(2026, 9, 15)),
        ("2026 Sep 15", date(2026, 9, 15)),
        ("Tuesday, 15 September 2026", date(2026, 9, 15)),
        ("Fri 6 March", date(2026, 3, 6)),
        ("2026-03-06 (Friday)", date(2026, 3, 6)),
        ("１２．１２．２０２６", date(2026, 12, 12)),
        ("２０２６年", None),
        ("\u200b2026-12-07\ufeff", date(2026, 12, 7)),
        ("2026\u201112\u201107", date(2026, 12, 7)),
        ("the day after tomorrow", date(2026, 3, 6)),
    ],
)
def test_dates_are_read_in_more_forms(text: str, day: date | None) -> None:
    if day is None:
        with pytest.raises(dates.NoDate):
            dates.parse_date(text, today=TODAY)
    else:
        assert dates.parse_date(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Monday 6 March 2026", "Friday 6 March 2026 is no Monday"),
        ("mon, 2026-03-06", "is no Monday"),
        ("7 December 2026 (Tue)", "Monday 7 December 2026 is no Tuesday"),
        ("June 5th, Thursday", "Friday 5 June 2026 is no Thursday"),
        ("7 December or so", "do not read that"),
        ("friday or saturday", "do not read that"),
        ("next week", "do not read that"),
        ("2026-12-07 8pm", "do not read that"),
    ],
)
def test_a_weekday_that_contradicts_and_left_over_words_are_asked_about(
    text: str, says: str
) -> None:
    with pytest.raises(UserError, match=says) as refused:
        dates.parse_date(text, today=TODAY)
    assert refused.value.typed == text


def test_discords_timestamp_is_the_date_in_the_readers_zone() -> None:
    evening = "<t:1772487000:F>"  # 21:30 UTC on 2 March 2026
    assert dates.parse_date(evening, today=TODAY) == date(2026, 3, 2)
    tokyo = ZoneInfo("Asia/Tokyo")
    assert dates.due_date(evening, today=MONDAY, zone=tokyo) == date(2026, 3, 3)
    for text in ("<t:99999999999999>", "<t:999999999999:R>", "<t:x>"):
        with pytest.raises(dates.NoDate):
            dates.parse_date(text, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("yesterday", date(2026, 3, 11)),
        ("friday", date(2026, 3, 6)),
        ("Thursday", date(2026, 3, 12)),
        ("last thursday", date(2026, 3, 5)),
        ("3 days ago", date(2026, 3, 9)),
        ("a week ago", date(2026, 3, 5)),
        ("10 March", date(2026, 3, 10)),
        ("24 Dec", date(2025, 12, 24)),
        ("13 March", date(2026, 3, 13)),
        ("2026-03-01", date(2026, 3, 1)),
        ("tomorrow", date(2026, 3, 13)),
    ],
)
def test_r10_days_that_are_over_are_read_backwards(typed: str, day: date) -> None:
    assert dates.past_date(typed, today=date(2026, 3, 12)) == day


def test_r10_what_is_no_day_that_is_over_is_asked_about() -> None:
    with pytest.raises(UserError, match="`yesterday`, `friday`"):
        dates.past_date("whenever", today=date(2026, 3, 12))
