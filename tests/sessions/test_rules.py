"""When meetings are, and when people hear of them: tables and properties (C10, R2, R6)."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.groups.rest import QuietHours
from bot.groups.values import Member
from bot.sessions import rules
from bot.sessions.values import Meeting, TellSubject, Topic, Why
from cogs.sessions.organising_panels import ask_cancel_panel, move_form
from cogs.sessions.panels import heading

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BERLIN = "Europe/Berlin"
MEMBER = Member(
    guild_id=1,
    user_id=2,
    zone="UTC",
    own_zone=False,
    prompt_at=time(8),
    weekdays=frozenset(range(5)),
    paused_until=None,
    started_on=date(2026, 3, 2),
    path=None,
    pace_days=0,
    dm_channel_id=None,
    dms_refused=False,
    dm_refusals=0,
    prompts_stopped=False,
    left=False,
    gone=False,
    checked_at=None,
)


def meeting_at(at: datetime) -> Meeting:
    return Meeting(
        id=1,
        guild_id=1,
        session_id=1,
        is_weekly=False,
        goes_on=False,
        day=at.date(),
        starts_at=at,
        ends_at=at + timedelta(hours=1),
        topic=Topic("Attention"),
        place=None,
        voice_id=None,
        is_over=False,
        is_cancelled=False,
        panel=None,
        event_id=None,
        revision=1,
    )


@pytest.mark.parametrize(
    ("typed", "zone", "instant"),
    [
        ("thursday 18:00", "UTC", datetime(2026, 3, 5, 18, tzinfo=UTC)),
        # Before and after the clocks change: the same wall time.
        ("28 march 18:00", BERLIN, datetime(2026, 3, 28, 17, tzinfo=UTC)),
        ("29 march 18:00", BERLIN, datetime(2026, 3, 29, 16, tzinfo=UTC)),
        # In the hour that clocks skip: the first minute after it.
        ("29 march 2:30", BERLIN, datetime(2026, 3, 29, 1, tzinfo=UTC)),
        # In the hour that they show twice: the first time.
        ("25 october 2:30", BERLIN, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_c10_a_time_is_the_groups_wall_time(typed: str, zone: str, instant: datetime) -> None:
    day, at, found = rules.read_when(typed, zone=zone, now=NOW)
    assert found == instant
    assert rules.is_skipped(day, at, zone) is (typed == "29 march 2:30")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("2026-03-02 8:59", "in the past"), ("2028-01-01 10:00", "more than a year away")],
)
def test_c10_a_time_in_the_past_or_far_away_is_refused(typed: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        rules.read_when(typed, zone="UTC", now=NOW)


@given(
    st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "UTC"]),
    st.integers(0, 6),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_c10_a_weekly_session_keeps_its_wall_time(zone: str, weekday: int, at: time) -> None:
    """Over a year and both changes of the clocks: one a week, on its weekday."""
    after, days = NOW, []
    for _ in range(53):
        found = rules.next_time(weekday, at, zone, after=after)
        assert found is not None
        day, instant = found
        days.append(day)
        shown = instant.astimezone(ZoneInfo(zone))
        assert shown.time() == at or rules.is_skipped(day, at, zone)
        after = instant
    assert {each.weekday() for each in days} == {weekday}
    assert all(b - a == timedelta(days=7) for a, b in itertools.pairwise(days))


SOON = datetime(2026, 3, 2, 18, tzinfo=UTC)
FIFTEEN_BEFORE = SOON - rules.BEFORE


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        (MEMBER, FIFTEEN_BEFORE),
        (replace(MEMBER, prompts_stopped=True), None),
        (replace(MEMBER, paused_until=date(2026, 4, 1)), None),
        # Quiet hours are waited for, unless the session has begun by then.
        (
            replace(MEMBER, quiet=QuietHours(time(12), time(17, 50))),
            datetime(2026, 3, 2, 17, 50, tzinfo=UTC),
        ),
        (replace(MEMBER, quiet=QuietHours(time(12), time(20))), None),
        # The daily message of the same minute names it already; on a free day none comes.
        (replace(MEMBER, prompt_at=time(17, 45)), None),
        (replace(MEMBER, prompt_at=time(17, 45), weekdays=frozenset({5})), FIFTEEN_BEFORE),
    ],
)
def test_c10_a_reminder_keeps_to_what_the_member_wants(
    member: Member, expected: datetime | None
) -> None:
    assert rules.tells_at(member, meeting_at(SOON), FIFTEEN_BEFORE) == expected


@pytest.mark.parametrize(
    ("member", "minutes", "expected"),
    [
        (MEMBER, 16, True),
        # Too late for it, or the message is not to come, or not at that minute.
        (MEMBER, 15, False),
        (MEMBER, -5, False),
        (replace(MEMBER, prompts_stopped=True), 60, False),
        (replace(MEMBER, prompt_at=time(17, 45)), 60, False),
        (replace(MEMBER, quiet=QuietHours(time(12), time(17, 50))), 60, False),
    ],
)
def test_c10_a_reminder_is_promised_to_whom_it_will_come(
    member: Member, minutes: int, expected: bool
) -> None:
    now = SOON - timedelta(minutes=minutes)
    assert rules.reminds_on_time(member, meeting_at(SOON), now) is expected


@given(
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.integers(0, 7 * 24 * 60),
)
def test_r6_no_reminder_comes_in_quiet_hours(begins: time, ends: time, minutes: int) -> None:
    if begins == ends:
        return
    quiet = QuietHours(begins, ends)
    member, starts = replace(MEMBER, quiet=quiet), NOW + timedelta(minutes=minutes)
    at = rules.tells_at(member, meeting_at(starts), starts - rules.BEFORE)
    if at is not None:
        assert not quiet.hold(at.time())
        assert at < starts


@pytest.mark.parametrize("text", ["", "\u200b\u2800", "x" * 101])
def test_a_topic_can_be_seen_and_fits(text: str) -> None:
    with pytest.raises(UserError):
        rules.clean_topic(text)


def test_a_subject_is_read_as_written() -> None:
    for why in Why:
        subject = TellSubject(7, 3, why)
        assert TellSubject.read(str(subject)) == subject


def test_c10_a_meeting_asks_about_its_series_while_that_goes_on() -> None:
    weekly = replace(meeting_at(NOW), is_weekly=True, goes_on=True)
    for meeting, is_asked in ((weekly, True), (replace(weekly, goes_on=False), False)):
        asked = str(ask_cancel_panel(meeting, NOW).to_components())  # type: ignore[no-untyped-call]
        assert ("next week" in asked, "End the series" in asked) == (is_asked, is_asked)
        assert heading(meeting).startswith("**Weekly") is is_asked
        assert ("All that follow" in str(move_form(meeting, "UTC").to_dict())) is is_asked
