"""How typed times, dates and settings are read."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.groups import rules

# A Wednesday.
TODAY = date(2026, 3, 4)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("8", time(8)),
        ("08:30", time(8, 30)),
        (" 8:30 ", time(8, 30)),
        ("8.30", time(8, 30)),
        ("20h", time(20)),
        ("20h15", time(20, 15)),
        ("20 Uhr", time(20)),
        ("8pm", time(20)),
        ("8 PM", time(20)),
        ("8:05 p.m.", time(20, 5)),
        ("12am", time(0)),
        ("12:30pm", time(12, 30)),
        ("0", time(0)),
        ("noon", time(12)),
        ("midnight", time(0)),
    ],
)
def test_times_are_read_as_people_write_them(text: str, at: time) -> None:
    assert rules.parse_time(text) == at


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "8:30"),
        ("soon", "8:30"),
        ("8:3", "8:30"),
        ("24:00", "23"),
        ("8:75", "59"),
        ("13pm", "1 to 12"),
        ("0am", "1 to 12"),
        ("@everyone", "8:30"),
        ("8:30:15", "8:30"),
    ],
)
def test_what_is_no_time_gets_an_example_and_is_given_back(text: str, says: str) -> None:
    with pytest.raises(UserError, match=says) as refused:
        rules.parse_time(text)
    assert refused.value.typed == text


@given(st.times())
def test_every_time_that_is_shown_can_be_typed(at: time) -> None:
    at = at.replace(second=0, microsecond=0, fold=0)
    assert rules.parse_time(rules.say_time(at)) == at
    assert rules.parse_weekly(f"Fri {rules.say_time(at)}") == (4, at)


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
    assert rules.parse_date(text, today=TODAY) == day


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
        rules.parse_date(text, today=TODAY)
    assert refused.value.typed == text


@given(DAYS, DAYS)
def test_every_date_that_is_shown_can_be_typed(day: date, today: date) -> None:
    said = rules.say_date(day).split(" ", 1)[1]
    assert rules.parse_date(said, today=today) == day
    assert rules.parse_date(day.isoformat(), today=today) == day


@given(DAYS, st.integers(0, 6))
def test_a_weekday_is_the_next_one_after_today(today: date, weekday: int) -> None:
    found = rules.parse_date(rules.WEEKDAYS[weekday], today=today)
    assert found.weekday() == weekday
    assert timedelta(0) < found - today <= timedelta(7)


@given(st.text(max_size=30))
def test_nothing_typed_breaks_reading(text: str) -> None:
    for read in (
        rules.parse_time,
        rules.parse_weekly,
        rules.parse_month_day,
        rules.parse_categories,
        lambda typed: rules.parse_date(typed, today=TODAY),
    ):
        try:
            read(text)
        except UserError:
            continue


@pytest.mark.parametrize("text", ["", "Monday", "9:00", "someday 9:00", "Monday 25:00"])
def test_a_weekly_time_needs_both_parts(text: str) -> None:
    with pytest.raises(UserError):
        rules.parse_weekly(text)


def test_a_retro_day_is_one_that_every_month_has() -> None:
    assert [rules.parse_month_day(text) for text in ("1", "28", " 3rd ")] == [1, 28, 3]
    for text in ("0", "29", "last", ""):
        with pytest.raises(UserError, match="28"):
            rules.parse_month_day(text)


def test_categories_have_the_form_of_arxivs() -> None:
    wanted = ("cs.LG", "stat.ML", "q-bio.NC", "hep-th", "cond-mat.mtrl-sci")
    assert rules.parse_categories("CS.lg") == ("cs.LG",)
    assert (
        rules.parse_categories("cs.LG, stat.ML q-bio.NC; hep-th,cond-mat.mtrl-sci,cs.LG") == wanted
    )
    for text in (
        "",
        "c.LG",
        "../etc/passwd",
        "cs.LG?x=1",
        "cs",
        ", ".join(["cs.LG", "@everyone"]),
    ):
        with pytest.raises(UserError, match=r"cs\.LG"):
            rules.parse_categories(text)
    with pytest.raises(UserError, match="At most"):
        rules.parse_categories(" ".join(f"cs.{a}{b}" for a in "ABC" for b in "ABC"))


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
    assert rules.say_weekdays(frozenset(weekdays)) == said


def test_a_plan_begins_within_a_year() -> None:
    assert rules.check_start(date(2025, 10, 1), today=TODAY) == date(2025, 10, 1)
    for start in (date(1990, 1, 1), date(2030, 1, 1)):
        with pytest.raises(UserError, match="year"):
            rules.check_start(start, today=TODAY)


def test_a_weekly_round_has_time() -> None:
    rules.check_round((4, time(17)), (0, time(9)))
    with pytest.raises(UserError, match="between"):
        rules.check_round((4, time(17)), (4, time(17)))
