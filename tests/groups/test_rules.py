"""What the settings of a group may be."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.errors import UserError
from bot.groups import rules

TODAY = date(2026, 3, 4)


def test_a_plan_begins_within_a_year() -> None:
    assert rules.check_start(date(2025, 10, 1), today=TODAY) == date(2025, 10, 1)
    for start in (date(1990, 1, 1), date(2030, 1, 1)):
        with pytest.raises(UserError, match="year"):
            rules.check_start(start, today=TODAY)


def test_a_weekly_round_has_time() -> None:
    rules.check_round((4, time(17)), (0, time(9)))
    with pytest.raises(UserError, match="between"):
        rules.check_round((4, time(17)), (4, time(17)))
