"""When a prompt is still worth sending, snoozing or answering."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.groups.rest import QuietHours
from bot.routine import rules
from bot.routine.values import SnoozeFor
from bot.scheduling import Skip
from tests.groups.people import member_in

DAY = date(2026, 3, 2)
ZONES = ("UTC", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo")
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(INSTANTS, st.sampled_from(ZONES))
def test_r4_a_snooze_is_an_hour_later_and_on_the_same_date(now: datetime, zone: str) -> None:
    day = now.astimezone(ZoneInfo(zone)).date()
    try:
        until = rules.snoozed_until(member_in(zone), day, SnoozeFor.HOUR, now=now)
    except UserError:
        assert (now + timedelta(hours=1)).astimezone(ZoneInfo(zone)).date() != day
    else:
        assert until - now == timedelta(hours=1)
        assert until.astimezone(ZoneInfo(zone)).date() == day


@pytest.mark.parametrize(
    ("at", "prompt_at", "awake"),
    [
        ("07:00", "08:00", True),
        ("21:59", "08:00", True),
        ("22:00", "08:00", False),
        ("06:59", "08:00", False),
        # Whoever chose the night has it.
        ("23:30", "23:30", True),
        ("05:59", "05:00", True),
        ("06:00", "05:00", False),
        ("04:59", "05:00", False),
    ],
)
def test_dates_are_named_by_day_or_at_the_members_own_hour(
    at: str, prompt_at: str, awake: bool
) -> None:
    assert rules.is_awake(time.fromisoformat(at), time.fromisoformat(prompt_at)) is awake


def test_r4_yesterdays_prompt_cannot_be_snoozed() -> None:
    with pytest.raises(UserError, match="another day"):
        rules.snoozed_until(
            member_in("UTC"), DAY, SnoozeFor.HOUR, now=datetime(2026, 3, 3, 9, tzinfo=UTC)
        )


@pytest.mark.parametrize(
    ("day", "hour", "offered"),
    [
        (4, 9, {SnoozeFor.HOUR: 10, SnoozeFor.EVENING: 18, SnoozeFor.TOMORROW: 24 + 8}),
        # An hour from then is the evening: one choice, by its shorter name.
        (4, 17, {SnoozeFor.HOUR: 18, SnoozeFor.TOMORROW: 24 + 8}),
        (4, 18, {SnoozeFor.HOUR: 19, SnoozeFor.TOMORROW: 24 + 8}),
        (4, 23, {SnoozeFor.TOMORROW: 24 + 8}),
        # The next day has its own message, or is one of rest.
        (0, 9, {SnoozeFor.HOUR: 10, SnoozeFor.EVENING: 18}),
        (1, 9, {SnoozeFor.HOUR: 10, SnoozeFor.EVENING: 18}),
    ],
)
def test_r4_a_snooze_offers_each_time_once_and_none_on_a_day_of_rest(
    day: int, hour: int, offered: dict[SnoozeFor, int]
) -> None:
    rests = (Skip(weekdays=frozenset({2})),)
    member = member_in("UTC", weekdays=frozenset({0, 1, 2, 3, 4}), rests=rests)
    begins = datetime(2026, 3, 2 + day, tzinfo=UTC)
    found = rules.snooze_choices(member, begins.date(), now=begins + timedelta(hours=hour))
    assert found == {wait: begins + timedelta(hours=at) for wait, at in offered.items()}


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (7, True), (8, False)])
def test_a_day_can_be_answered_for_a_week(days: int, fits: bool) -> None:
    today = DAY + timedelta(days=days)
    if fits:
        rules.check_answerable(DAY, today=today)
        return
    with pytest.raises(UserError, match="/today") as refused:
        rules.check_answerable(DAY, today=today, typed="my note")
    assert refused.value.typed == "my note"


@pytest.mark.parametrize("zone", ["America/Nuuk", "America/Scoresbysund"])
def test_r2_an_hour_that_is_skipped_with_midnight_comes_as_the_clocks_go_on(zone: str) -> None:
    saturday, goes_on = date(2028, 3, 25), datetime(2028, 3, 26, 1, tzinfo=UTC)
    member = replace(member_in(zone), prompt_at=time(23, 30))
    assert rules.comes_at(member, saturday, goes_on) == goes_on
    assert rules.comes_at(member, saturday, goes_on + timedelta(minutes=59)) is not None
    assert rules.comes_at(member, saturday, goes_on + timedelta(minutes=60)) is None
    quiet = replace(member, quiet=QuietHours(time(23, 45), time(7)))
    assert rules.comes_at(quiet, saturday, goes_on) is None
    earlier = replace(member, prompt_at=time(22, 45))
    assert rules.comes_at(earlier, saturday, goes_on) is None, "its hour was there"


@given(INSTANTS, st.sampled_from(ZONES))
def test_r9_a_prompt_is_in_time_until_its_local_date_is_over(now: datetime, zone: str) -> None:
    day = now.astimezone(ZoneInfo(zone)).date()
    member = member_in(zone)
    assert rules.comes_at(member, day, now) == now
    assert rules.comes_at(member, day - timedelta(days=1), now) is None
