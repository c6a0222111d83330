"""A member's messages and rest: what may be set, what follows, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.db import Database
from bot.errors import UserError
from bot.groups import rest_rules, rest_service, service
from bot.groups.rest import Lighter, Nudges, QuietHours
from bot.groups.values import MemberCaller
from bot.inputs.repeats import RepeatedDays
from bot.scheduling import Skip, find_zone
from tests.groups import acting as groups
from tests.groups.people import member_in

GUILD, ANA = 100, 7
NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
TODAY = NOW.date()
NIGHT = QuietHours(time(22), time(7))


@pytest.fixture
async def group(composed_db: Database) -> Database:
    async with composed_db.begin() as session:
        await groups.set_up_in_one_channel(session, GUILD, 1, now=NOW)
        await groups.join(session, GUILD, ANA, now=NOW)
    return composed_db


async def ana(db: Database, now: datetime = NOW) -> MemberCaller:
    async with db.read() as session:
        return await groups.member(session, GUILD, ANA, now=now)


@pytest.mark.parametrize(
    ("at", "day_start", "quiet", "fits"),
    [
        ("08:00", "00:00", None, True),
        ("08:00", "03:00", NIGHT, True),
        ("07:00", "00:00", NIGHT, True),
        ("06:59", "00:00", NIGHT, False),
        ("22:00", "00:00", NIGHT, False),
        ("21:59", "00:00", NIGHT, True),
        ("02:59", "03:00", None, False),
        ("03:00", "03:00", None, True),
        ("12:00", "00:00", QuietHours(time(12), time(13)), False),
    ],
)
def test_r6_the_message_lies_in_its_day_and_outside_quiet_hours(
    at: str, day_start: str, quiet: QuietHours | None, fits: bool
) -> None:
    times = time.fromisoformat(at), time.fromisoformat(day_start), quiet
    if fits:
        rest_rules.check_times(*times)
        return
    with pytest.raises(UserError, match=r"Let (it|the message) come at"):
        rest_rules.check_times(*times)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["UTC", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca"]),
    st.times(),
    st.times(),
)
def test_r6_after_quiet_hours_none_are_left(
    now: datetime, zone: str, begins: time, ends: time
) -> None:
    begins, ends = (each.replace(second=0, microsecond=0) for each in (begins, ends))
    if begins == ends:
        return
    quiet = QuietHours(begins, ends)
    local = now.astimezone(find_zone(zone))
    after = quiet.after(now, zone)
    if not quiet.hold(local.time()):
        assert after == now
        return
    assert now < after <= now + timedelta(hours=25)
    assert not quiet.hold(after.astimezone(find_zone(zone)).time())


@pytest.mark.parametrize(
    ("first", "until", "fits"),
    [
        (None, TODAY + timedelta(days=1), True),
        (None, TODAY, False),
        (TODAY + timedelta(days=7), TODAY + timedelta(days=14), True),
        (TODAY + timedelta(days=7), TODAY + timedelta(days=7), False),
        (TODAY + timedelta(days=7), TODAY + timedelta(days=3), False),
        (TODAY - timedelta(days=1), TODAY + timedelta(days=3), False),
        (TODAY + timedelta(days=400), TODAY + timedelta(days=401), False),
        (None, TODAY + timedelta(days=400), False),
    ],
)
def test_r5_a_pause_begins_before_it_ends(first: date | None, until: date, fits: bool) -> None:
    if fits:
        assert rest_rules.check_pause(until, today=TODAY, first=first)[1] == until
        return
    with pytest.raises(UserError):
        rest_rules.check_pause(until, today=TODAY, first=first)


def test_r14_rest_leaves_a_day() -> None:
    fridays = Skip(frozenset({4}))
    assert rest_rules.check_rests([fridays, fridays], weekdays={3, 4}, today=TODAY) == (fridays,)
    for covering in ([Skip()], [fridays, Skip(frozenset({3}))]):
        with pytest.raises(UserError, match="every day"):
            rest_rules.check_rests(covering, weekdays={3, 4}, today=TODAY)
    many = [Skip(months=frozenset({month})) for month in range(1, 7)]
    with pytest.raises(UserError, match="Remove one first"):
        rest_rules.check_rests(many, weekdays={3}, today=TODAY)


def test_r14_one_rule_says_when_a_member_rests() -> None:
    member = member_in(
        "UTC",
        paused_from=date(2026, 3, 9),
        paused_until=date(2026, 3, 12),
        rests=(Skip(frozenset({4}), frozenset({3})),),
        lighter=Lighter(frozenset({0, 4}), date(2026, 3, 20)),
    )
    march = [date(2026, 3, day) for day in range(1, 32)]
    assert [day.day for day in march if member.rests_on(day)] == [6, 9, 10, 11, 13, 20, 27]
    assert [day.day for day in march if member.messages_on(day)] == [2, 16, 23, 24, 25, 26, 30, 31]
    assert member.next_day(date(2026, 3, 2)) == date(2026, 3, 16)
    assert member.rest_ends(date(2026, 3, 9)) == date(2026, 3, 12)
    assert member.rest_ends(date(2026, 3, 8)) == date(2026, 3, 8)


async def test_r14_a_pause_can_be_planned_and_called_off(group: Database) -> None:
    async with group.begin() as session:
        planned = await rest_service.pause_as_typed(
            session, await ana(group), "2026-03-12", "2026-03-09"
        )
    assert not planned.paused(NOW)
    assert planned.rests_on(date(2026, 3, 9))
    with pytest.raises(UserError, match="begins on Monday 9 March 2026"):
        async with group.begin() as session:
            await rest_service.end_pause(session, await ana(group))
    async with group.begin() as session:
        resumed = await rest_service.resume(session, await ana(group))
    assert resumed.paused_until == date(2026, 3, 12), "it is still to come"
    later = NOW + timedelta(days=7)
    async with group.begin() as session:
        over = await rest_service.end_pause(session, await ana(group, later))
    assert (over.paused_from, over.paused_until) == (None, None)
    with pytest.raises(UserError, match="no pause"):
        async with group.begin() as session:
            await rest_service.end_pause(session, await ana(group))


async def test_r14_rest_repeats_until_it_is_removed(group: Database) -> None:
    every = RepeatedDays(every=8, first=date(2026, 3, 11))
    async with group.begin() as session:
        resting = await rest_service.add_rest(session, await ana(group), every)
    (rule,) = resting.rests
    assert rule == Skip(every=8, since=date(2026, 3, 9)), "whole weeks"
    with pytest.raises(UserError, match="which week is the first"):
        async with group.begin() as session:
            await rest_service.add_rest(session, await ana(group), RepeatedDays(every=8))
    with pytest.raises(UserError, match="repeats"):
        async with group.begin() as session:
            await rest_service.end_pause(session, await ana(group, NOW + timedelta(days=8)))
    async with group.begin() as session:
        key = rest_rules.rest_key(rule)
        assert not (await rest_service.remove_rest(session, await ana(group), key)).rests
    with pytest.raises(UserError, match="gone already"):
        async with group.begin() as session:
            await rest_service.remove_rest(session, await ana(group), key)


async def test_r14_weekdays_that_rest_takes_all_are_refused(group: Database) -> None:
    async with group.begin() as session:
        fridays = RepeatedDays(weekdays=frozenset({4}))
        await rest_service.add_rest(session, await ana(group), fridays)
    with pytest.raises(UserError, match="every day"):
        async with group.begin() as session:
            await service.change_member(session, await ana(group), weekdays=frozenset({4}))


async def test_u6_lighter_weeks_are_fewer_days_and_end_by_themselves(group: Database) -> None:
    for weekdays, weeks in (({0, 5}, 2), (set(range(5)), 2), (set(), 2), ({0}, 0), ({0}, 99)):
        with pytest.raises(UserError):
            async with group.begin() as session:
                await rest_service.lighten(session, await ana(group), frozenset(weekdays), weeks)
    async with group.begin() as session:
        lighter = await rest_service.lighten(session, await ana(group), frozenset({0, 2}), 2)
    days = [
        TODAY + timedelta(days=n) for n in range(18) if lighter.messages_on(TODAY + timedelta(n))
    ]
    assert [day.day for day in days] == [2, 4, 9, 11, 16, 17, 18, 19]
    assert not any(lighter.rests_on(day) for day in days), "a free day is no rest: dates count on"
    async with group.begin() as session:
        kept = await service.change_member(session, await ana(group), weekdays=frozenset({1, 3}))
    assert kept.lighter is None, "none of the days would be left"


async def test_settings_are_read_as_they_were_written(group: Database) -> None:
    async with group.begin() as session:
        await service.change_member(
            session,
            await ana(group),
            prompt_at=time(8, 30),
            day_start=time(3),
            quiet=NIGHT,
            nudges=Nudges.NORMAL,
        )
    caller = await ana(group)
    member = caller.member
    assert (member.day_start, member.quiet, member.nudges) == (time(3), NIGHT, Nudges.NORMAL)
    early = replace(caller, now=NOW.replace(hour=2))
    assert early.today == TODAY - timedelta(days=1), "R10"
    with pytest.raises(UserError, match="quiet hours"):
        async with group.begin() as session:
            await groups.join(session, GUILD, ANA, prompt_at=time(23), now=NOW)
    with pytest.raises(UserError, match="day would begin"):
        async with group.begin() as session:
            await service.change_member(session, caller, prompt_at=time(2), quiet=None)
