"""On which of a member's dates the group's schedule opens a retro."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from bot.inputs.date_patterns import MonthDay
from bot.retros.rules import opens_on
from tests.groups.people import member_in
from tests.mini_retros.test_rules import GROUP


@pytest.mark.parametrize(
    ("zone", "at", "days"),
    [
        ("UTC", time(18), [14]),
        # The 14th at 18:00 is the 15th in Auckland, and at 1:00 the 13th in Los Angeles.
        ("Pacific/Auckland", time(18), [15]),
        ("America/Los_Angeles", time(1), [13]),
    ],
)
def test_a_retros_day_is_the_members_own(zone: str, at: time, days: list[int]) -> None:
    group, member = replace(GROUP, retro_on=MonthDay(14), retro_at=at), member_in(zone)
    month = [date(2026, 3, day) for day in range(1, 32)]
    assert [day.day for day in month if opens_on(group, member, day)] == days
