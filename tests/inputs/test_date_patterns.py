"""Dates that come again, as people type them: read surely, or asked about (T1)."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.inputs.date_patterns import (
    LAST,
    DatePattern,
    EveryWeeks,
    MonthDay,
    MonthWeekday,
    check_date_pattern,
    parse_date_pattern,
    read_date_pattern,
    say_date_pattern,
    suggested_patterns,
    write_date_pattern,
)

TODAY = date(2026, 12, 2)
"""A Wednesday."""

MONDAY = date(2026, 12, 7)

patterns = st.one_of(
    st.builds(MonthDay, st.integers(1, 28) | st.just(LAST)),
    st.builds(MonthWeekday, st.integers(1, 4) | st.just(LAST), st.integers(0, 6)),
    st.builds(EveryWeeks, st.integers(2, 26), st.dates(date(2026, 1, 1), date(2027, 11, 1))),
)


def parsed(text: str) -> DatePattern:
    return parse_date_pattern(text, today=TODAY, zone=UTC)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("15", MonthDay(15)),
        (" 3rd ", MonthDay(3)),
        ("the 28th", MonthDay(28)),
        ("15.", MonthDay(15)),
        ("day 1 of each month", MonthDay(1)),
        ("\uff11\uff15", MonthDay(15)),
        ("last day", MonthDay(LAST)),
        ("The last day of the month", MonthDay(LAST)),
        ("last Friday", MonthWeekday(LAST, 4)),
        ("LAST FRI", MonthWeekday(LAST, 4)),
        ("first Monday", MonthWeekday(1, 0)),
        ("on the 2nd tuesday of the month", MonthWeekday(2, 1)),
        ("every first Monday", MonthWeekday(1, 0)),
        ("every last friday", MonthWeekday(LAST, 4)),
        ("every second Friday of the month", MonthWeekday(2, 4)),
        ("fourth sun", MonthWeekday(4, 6)),
        ("every 3 weeks from 2026-12-07", EveryWeeks(3, MONDAY)),
        ("every three weeks starting on monday", EveryWeeks(3, MONDAY)),
        ("every third week from 7 December", EveryWeeks(3, MONDAY)),
        ("every 3rd week from monday", EveryWeeks(3, MONDAY)),
        ("every other week from tomorrow", EveryWeeks(2, date(2026, 12, 3))),
        ("every 4 weeks on mondays from 2026-12-07", EveryWeeks(4, MONDAY)),
    ],
)
def test_t1_what_has_one_meaning_is_read(text: str, pattern: DatePattern) -> None:
    assert parsed(text) == pattern


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # What some months lack: what that would mean, and what there is instead.
        ("29", "most Februaries lack it, and nothing would open then. Type `last day`"),
        ("30th", "February lacks it, and nothing would open then. Type `last day`"),
        ("31", "five months lack it, and nothing would open then. Type `last day`"),
        ("fifth friday", "Not every month has a fifth Friday. Type `last Friday`"),
        ("0", "from `1` to `28`"),
        ("32", "from `1` to `28`"),
        ("999", "from `1` to `28`"),
        # What can be two things.
        ("every second Friday", "`second Friday` for the second one in each month, or `every 2"),
        ("every 3rd monday", "or `every 3 weeks from 2026-12-07`"),
        ("friday", "Which Friday? Type `first Friday` or `last Friday`"),
        ("Fridays", "or `every 2 weeks from 2026-12-04`"),
        ("every other friday", "`every 2 weeks from 2026-12-04`"),
        ("every friday", "Type `last Friday`"),
        # Weeks are counted from a date, and what is said of it agrees.
        ("every 3 weeks", "`every 3 weeks from 2026-12-07`"),
        ("every 3 weeks on friday", "`every 3 weeks from 2026-12-04`"),
        ("every 3 weeks on friday from 2026-12-07", "Monday 7 December 2026 is no Friday"),
        ("every 3 weeks on someday from 2026-12-07", "`every 3 weeks from"),
        ("every 3 weeks from friday 2026-12-07", "is no Friday"),
        ("every 3 weeks from 2036-12-07", "more than a year away"),
        ("every 3 weeks from then", "date"),
        ("every week from monday", "every 2 to 26 weeks"),
        ("every 1 week from monday", "every 2 to 26 weeks"),
        ("every 53 weeks from monday", "every 2 to 26 weeks"),
        ("every few weeks from monday", "I do not read weeks"),
        # What says nothing, or leaves a word over.
        ("", "I do not read days"),
        ("last", "I do not read days"),
        ("monthly", "I do not read days"),
        ("15 or 16", "I do not read days"),
        ("last friday 18:00", "I do not read days"),
        ("last someday", "I do not read days"),
        ("every weekend", "I do not read days"),
    ],
)
def test_t1_what_is_not_sure_is_asked_about(text: str, said: str) -> None:
    with pytest.raises(UserError) as refused:
        parsed(text)
    assert said in refused.value.args[0]
    assert refused.value.typed == text


@given(patterns)
def test_what_is_said_and_what_is_stored_are_read_back(pattern: DatePattern) -> None:
    assert parsed(say_date_pattern(pattern)) == pattern
    written = write_date_pattern(pattern)
    assert read_date_pattern(written) == pattern
    assert written.isalnum()
    assert len(written) <= 16


@pytest.mark.parametrize(
    "text",
    [
        *("", "0", "29", "lastday", "5mon", "0fri", "firstmon", "1w20261207", "27w20261207"),
        *("3w20261307", "3w", "-1", "15 ", "3w2026120", "2xyz", "1\u0662"),
    ],
)
def test_what_was_never_written_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_date_pattern(text)


@given(st.text(max_size=40) | st.from_regex(r"(every )?(last|\d+|two) (fri|week)s?( from .*)?"))
def test_nothing_typed_breaks_reading(text: str) -> None:
    with suppress(UserError):
        parsed(text)
    assert suggested_patterns(text, today=TODAY, zone=UTC)


def test_suggestions_say_how_it_is_read_or_what_there_is() -> None:
    def said(typed: str) -> list[str]:
        return [say_date_pattern(each) for each in suggested_patterns(typed, today=TODAY, zone=UTC)]

    assert said("2nd tue") == ["on the second Tuesday of the month"]
    assert said("last") == ["on the last Friday of the month", "on the last day of the month"]
    assert "every 4 weeks from Monday 7 December 2026" in said("every")
    assert len(said("31")) == len(said("")) == 7


def test_weeks_are_counted_from_within_a_year() -> None:
    check_date_pattern(EveryWeeks(3, date(2025, 12, 7)), today=TODAY)
    for first in (date(1, 1, 1), date(2025, 11, 1), date(9999, 12, 31)):
        with pytest.raises(UserError, match="more than a year away"):
            check_date_pattern(EveryWeeks(3, first), today=TODAY)
