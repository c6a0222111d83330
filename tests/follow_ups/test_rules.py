"""When a thread is asked: a week after the close, at a sane hour, in the group's zone. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.follow_ups.rules import FROM, UNTIL, asks_at, check_stars


@pytest.mark.parametrize(
    ("closed", "zone", "asked"),
    [
        ("2026-03-06T17:00", "UTC", "2026-03-13T17:00"),
        ("2026-03-06T02:30", "UTC", "2026-03-13T09:00"),
        ("2026-03-06T23:10", "UTC", "2026-03-14T09:00"),
        ("2026-03-06T20:00", "UTC", "2026-03-13T20:00"),
        ("2026-03-06T17:00", "Asia/Tokyo", "2026-03-14T00:00"),  # 02:00 there: 09:00 there
        ("2026-03-24T20:30", "Europe/Berlin", "2026-04-01T07:00"),  # 22:30 there after the change
    ],
)
def test_a11_a_thread_is_asked_a_week_later_at_a_sane_hour(
    closed: str, zone: str, asked: str
) -> None:
    at = datetime.fromisoformat(closed).replace(tzinfo=UTC)
    assert asks_at(at, zone) == datetime.fromisoformat(asked).replace(tzinfo=UTC)


@given(
    st.integers(min_value=1_700_000_000, max_value=1_900_000_000),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"]),
)
def test_it_is_never_early_never_at_night_and_less_than_a_day_late(second: int, zone: str) -> None:
    closed = datetime.fromtimestamp(second, UTC)
    at = asks_at(closed, zone)
    assert timedelta(days=7) <= at - closed < timedelta(days=8)
    assert FROM <= at.astimezone(ZoneInfo(zone)).time() <= UNTIL


@pytest.mark.parametrize("stars", [0, 6, -1, 2**62])
def test_there_is_no_such_rating(stars: int) -> None:
    with pytest.raises(UserError, match="from 1 to 5"):
        check_stars(stars)
