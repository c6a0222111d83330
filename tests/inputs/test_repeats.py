"""Days that come again and again, as people type them."""

from __future__ import annotations

import contextlib
from datetime import UTC, date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.inputs.repeats import RepeatedDays, parse_repeated_days, say_repeated_days

TODAY = date(2026, 11, 28)


def read(text: str) -> RepeatedDays:
    return parse_repeated_days(text, today=TODAY, zone=UTC)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Fridays in July", "Fridays in July"),
        ("every Friday in july", "Fridays in July"),
        ("Mon and Tue in August, September", "Mondays and Tuesdays in August and September"),
        ("weekends", "Weekends"),
        ("weekends in Aug.", "Weekends in August"),
        ("August", "Every August"),
        ("in July and August", "Every July and August"),
        ("nov to feb", "Every January, February, November and December"),
        ("every week in august", "Every August"),
        ("mon-wed", "Mondays, Tuesdays and Wednesdays"),
        ("every day", "Every day"),
        (
            "every eighth week from 2026-12-07",
            "Every 8 weeks, from the week of Monday 7 December 2026",
        ),
        (
            "every 2nd Friday starting on 4 December",
            "Fridays, every 2 weeks, from the week of Friday 4 December 2026",
        ),
    ],
)
def test_r14_what_has_one_meaning_is_read_and_said(typed: str, said: str) -> None:
    assert say_repeated_days(read(typed)) == said


@pytest.mark.parametrize(
    ("typed", "every"),
    [
        ("every eighth week", 8),
        ("every 8 weeks", 8),
        ("each 8th week", 8),
        ("ｅｖｅｒｙ ８ ｗｅｅｋｓ", 8),
        ("every other week", 2),
        ("every second Friday", 2),
    ],
)
def test_r14_weeks_that_are_counted_are_asked_for_the_first(typed: str, every: int) -> None:
    found = read(typed)
    assert (found.every, found.lacks_first) == (every, True)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "rest",
        "every second Friday in July",
        "the first Friday of the month",
        "second Friday in July",
        "weekends in summer",
        "every three months",
        "every month",
        "24 December",
        "every 0 weeks",
        "every 99 weeks",
        "every eighth week from nowhere",
        "mon-wed-fri",
        "ma in may",
    ],
)
def test_r14_what_is_not_sure_is_asked_about(typed: str) -> None:
    with pytest.raises(UserError):
        read(typed)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(UserError):
        assert say_repeated_days(read(text))
