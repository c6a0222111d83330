"""How typed times are read."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.inputs import times


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
    assert times.parse_time(text) == at


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
        times.parse_time(text)
    assert refused.value.typed == text


@given(st.times())
def test_every_time_that_is_shown_can_be_typed(at: time) -> None:
    at = at.replace(second=0, microsecond=0, fold=0)
    assert times.parse_time(times.say_time(at)) == at
    assert times.parse_weekly(f"Fri {times.say_time(at)}") == (4, at)


@pytest.mark.parametrize("text", ["", "Monday", "9:00", "someday 9:00", "Monday 25:00"])
def test_a_weekly_time_needs_both_parts(text: str) -> None:
    with pytest.raises(UserError):
        times.parse_weekly(text)


@given(st.text(max_size=30))
def test_nothing_typed_breaks_reading(text: str) -> None:
    for read in (
        times.parse_time,
        times.parse_weekly,
    ):
        try:
            read(text)
        except UserError:
            continue


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("22:00-7:00", (time(22), time(7))),
        ("22 to 7", (time(22), time(7))),
        ("from 10pm until 7am", (time(22), time(7))),
        ("8.30 – 9.15", (time(8, 30), time(9, 15))),
        ("２２：００－７：００", (time(22), time(7))),
        ("", None),
        (" none ", None),
    ],
)
def test_r6_two_times_are_read(typed: str, span: tuple[time, time] | None) -> None:
    assert times.parse_span(typed) == span


@pytest.mark.parametrize("typed", ["22:00", "24:00-7:00", "22:00-22:00", "late", "22-7-8", "-7"])
def test_r6_what_is_no_span_is_refused(typed: str) -> None:
    with pytest.raises(UserError) as refused:
        times.parse_span(typed)
    assert refused.value.typed
