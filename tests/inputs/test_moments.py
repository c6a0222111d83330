"""A date with a time, as people type both in one line."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.inputs.moments import parse_moment

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "day", "at"),
    [
        ("thursday 18:00", date(2026, 3, 5), time(18)),
        ("Thu at 6pm", date(2026, 3, 5), time(18)),
        ("18:00 on thursday", date(2026, 3, 5), time(18)),
        ("next friday, 7:30 pm", date(2026, 3, 6), time(19, 30)),
        ("2026-12-07 18:00", date(2026, 12, 7), time(18)),
        ("2026-12-07T18:00:00", date(2026, 12, 7), time(18)),
        ("7 March noon", date(2026, 3, 7), time(12)),
        ("in 2 weeks 9h", date(2026, 3, 16), time(9)),
        ("tomorrow 8", date(2026, 3, 3), time(8)),
        ("2026-12-07 18", date(2026, 12, 7), time(18)),
        ("thursday at 18", date(2026, 3, 5), time(18)),
        ("２０２６－１２－０７ １８：００", date(2026, 12, 7), time(18)),
    ],
)
def test_both_are_read(typed: str, day: date, at: time) -> None:
    assert parse_moment(typed, today=MONDAY, zone=UTC) == (day, at)


def test_a_timestamp_is_what_clocks_show_there() -> None:
    at = int(datetime(2026, 3, 5, 17, 30, tzinfo=UTC).timestamp())
    found = parse_moment(f"<t:{at}:F>", today=MONDAY, zone=ZoneInfo("Asia/Tokyo"))
    assert found == (date(2026, 3, 6), time(2, 30))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "thursday",
        "18:00",
        "soon",
        "thursday 18:00 PST",
        "2026-02-30 18:00",
        "03/04 18:00",
        "thursday 18",
        "18, thursday",
        "next friday 20",
        "12 May 22",
        "May 12 22",
    ],
)
def test_what_is_not_sure_is_asked_about(typed: str) -> None:
    with pytest.raises(UserError) as error:
        parse_moment(typed, today=MONDAY, zone=UTC)
    assert error.value.typed == typed


def test_a_weekday_that_contradicts_is_named() -> None:
    with pytest.raises(UserError, match="is no Friday"):
        parse_moment("friday 5 march 2026 18:00", today=MONDAY, zone=UTC)


@given(st.dates(date(2026, 3, 2), date(2036, 1, 1)), st.times())
def test_what_is_written_in_iso_is_read(day: date, at: time) -> None:
    at = at.replace(second=0, microsecond=0)
    assert parse_moment(f"{day} {at:%H:%M}", today=MONDAY, zone=UTC) == (day, at)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(typed: str) -> None:
    with contextlib.suppress(UserError):
        parse_moment(typed, today=MONDAY, zone=UTC)
