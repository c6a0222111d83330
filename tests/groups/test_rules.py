"""What the settings of a group may be."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.groups import rules

TODAY = date(2026, 3, 4)


def test_a_retro_day_is_one_that_every_month_has() -> None:
    assert [rules.parse_month_day(text) for text in ("1", "28", " 3rd ")] == [1, 28, 3]
    for text in ("0", "29", "last", ""):
        with pytest.raises(UserError, match="28"):
            rules.parse_month_day(text)


def test_a_plan_begins_within_a_year() -> None:
    assert rules.check_start(date(2025, 10, 1), today=TODAY) == date(2025, 10, 1)
    for start in (date(1990, 1, 1), date(2030, 1, 1)):
        with pytest.raises(UserError, match="year"):
            rules.check_start(start, today=TODAY)


def test_a_weekly_round_has_time() -> None:
    rules.check_round((4, time(17)), (0, time(9)))
    with pytest.raises(UserError, match="between"):
        rules.check_round((4, time(17)), (4, time(17)))


@given(st.text(max_size=30))
def test_nothing_typed_breaks_reading(text: str) -> None:
    with suppress(UserError):
        rules.parse_month_day(text)
