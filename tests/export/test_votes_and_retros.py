"""The group's votes and retros ahead: the wall time stays when clocks change (D3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.feature import CalendarEvent
from bot.groups.values import Group
from bot.inputs.date_patterns import LAST, DatePattern, EveryWeeks, MonthDay, MonthWeekday
from bot.papers.calendar_events import VOTE_CLOSES, VOTE_OPENS, votes
from bot.retros.calendar_events import RETRO_OPENS, RETRO_REVEAL, retros
from bot.retros.values import RetroSpan
from bot.scheduling import find_zone

GROUP = Group(
    guild_id=1,
    zone="UTC",
    start_date=date(2026, 1, 1),
    announcements_channel_id=11,
    papers_channel_id=12,
    retros_channel_id=13,
    categories=("cs.LG",),
    papers_open_weekday=0,
    papers_open_at=time(9),
    papers_close_weekday=4,
    papers_close_at=time(17),
    retro_on=MonthDay(15),
    retro_at=time(18),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def instants(events: list[CalendarEvent], kind: str) -> list[datetime]:
    found = [event.when for event in events if event.kind == kind and not event.cancelled]
    assert all(isinstance(when, datetime) for when in found)
    return found  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("zone", "now", "before", "after"),
    [
        ("Europe/Berlin", "2026-03-02T06:00", 1, 2),
        ("Europe/Berlin", "2026-09-07T06:00", 2, 1),
        ("Australia/Sydney", "2026-03-01T20:00", 11, 10),
        ("Australia/Sydney", "2026-09-06T20:00", 10, 11),
        ("America/Santiago", "2026-03-02T06:00", -3, -4),
        ("America/Santiago", "2026-08-03T06:00", -4, -3),
        ("Asia/Tokyo", "2026-03-01T20:00", 9, 9),
    ],
)
def test_d3_votes_and_retros_keep_their_wall_time_across_both_changes(
    zone: str, now: str, before: int, after: int
) -> None:
    group = replace(GROUP, zone=zone)
    events = [*votes(group, [], at(now)), *retros(group, [], at(now))]
    for kind, weekday_or_day, wall in (
        (VOTE_OPENS, 0, time(9)),
        (VOTE_CLOSES, 4, time(17)),
        (RETRO_OPENS, 15, time(18)),
        (RETRO_REVEAL, 18, time(18)),
    ):
        found = instants(events, kind)
        assert all(each > at(now) for each in found)
        local = [each.astimezone(find_zone(zone)) for each in found]
        assert {each.time() for each in local} == {wall}
        offsets = [each.utcoffset() for each in local]
        assert (offsets[0], offsets[-1]) == (timedelta(hours=before), timedelta(hours=after))
        days = {each.weekday() if "vote" in kind else each.day for each in local}
        assert days == {weekday_or_day}
    assert len(instants(events, VOTE_OPENS)) == 13
    assert len(instants(events, RETRO_OPENS)) in (3, 4)


def test_a_missing_wall_time_is_the_first_minute_after_it() -> None:
    """And the three days of a retro are days of the calendar."""
    group = replace(GROUP, zone="Europe/Berlin", papers_open_weekday=6, papers_open_at=time(2, 30))
    found = instants(list(votes(group, [], at("2026-03-24T06:00"))), VOTE_OPENS)
    assert found[0] == at("2026-03-29T01:00")
    assert found[1] == at("2026-04-05T00:30")
    group = replace(group, retro_on=MonthDay(28))
    found = instants(list(retros(group, [], at("2026-03-24T06:00"))), RETRO_REVEAL)
    assert found[0] == at("2026-03-31T16:00")


def test_a_vote_across_the_weekend_closes_in_the_week_after() -> None:
    group = replace(GROUP, papers_open_weekday=4, papers_close_weekday=1)
    events = list(votes(group, [], at("2026-03-05T06:00")))
    by_key = {(e.kind, e.key): e for e in events}
    assert by_key[VOTE_OPENS, "2026-w10"].when == at("2026-03-06T09:00")
    assert by_key[VOTE_CLOSES, "2026-w10"].when == at("2026-03-10T17:00")
    assert len(instants(events, VOTE_OPENS)) == 13
    assert not any(event.cancelled for event in events)
    on_monday = votes(group, [], at("2026-03-02T06:00"))
    assert {event.key for event in on_monday if event.cancelled} == {"2026-w09"}


def test_what_is_over_and_did_not_happen_is_taken_back() -> None:
    """On a Wednesday: Monday's vote has no round, so neither it nor its closing is real."""
    events = list(votes(GROUP, [], at("2026-03-04T06:00")))
    assert [(e.kind, e.key) for e in events if e.cancelled] == [
        (VOTE_OPENS, "2026-w10"),
        (VOTE_CLOSES, "2026-w10"),
    ]
    assert instants(events, VOTE_OPENS)[0] == at("2026-03-09T09:00")
    began = replace(GROUP, created_at=at("2026-03-02T09:30"), retro_on=MonthDay(1))
    found = [votes(began, [], at("2026-03-04T06:00"))]
    found.append(retros(began, [], at("2026-03-04T06:00")))
    assert not any(event.cancelled for events in found for event in events), "no file had these"
    just_now = votes(GROUP, [], at("2026-03-02T09:01"))
    assert not any(event.cancelled for event in just_now)


@pytest.mark.parametrize(
    ("on", "keys", "first"),
    [
        # The month in which twelve weeks end is told whole, to its last day.
        (MonthDay(LAST), ["2026-03", "2026-04", "2026-05"], "2026-03-31T18:00"),
        (MonthWeekday(LAST, 4), ["2026-03", "2026-04", "2026-05"], "2026-03-27T18:00"),
        # May has two of these, so each goes by its date.
        (
            EveryWeeks(3, date(2026, 3, 20)),
            ["2026-03-20", "2026-04-10", "2026-05-01", "2026-05-22"],
            "2026-03-20T18:00",
        ),
    ],
)
def test_d3_retros_on_other_dates_than_a_day_of_the_month(
    on: DatePattern, keys: list[str], first: str
) -> None:
    group = replace(GROUP, retro_on=on, created_at=at("2026-03-02T09:30"))
    events = [e for e in retros(group, [], at("2026-03-04T06:00")) if e.kind == RETRO_OPENS]
    assert [e.key for e in events] == keys
    assert events[0].when == at(first)
    held = RetroSpan(4, at(first).date(), at("2026-03-20T18:02"), at("2026-03-23T18:02"))
    again = next(iter(retros(group, [held], at("2026-03-28T06:00"))))
    assert (again.key, again.when) == (keys[0], held.opened_at)


def test_retros_that_were_held_stand_as_they_were_those_by_hand_too() -> None:
    by_month = RetroSpan(4, date(2026, 3, 15), at("2026-03-15T18:02"), at("2026-03-17T10:00"))
    by_hand = RetroSpan(5, None, at("2026-03-20T08:00"), at("2026-03-23T08:00"))
    events = list(retros(GROUP, [by_month, by_hand], at("2026-03-21T06:00")))
    found = {(e.kind, e.key): e.when for e in events if not e.cancelled}
    assert found[RETRO_OPENS, "2026-03"] == by_month.opened_at
    assert found[RETRO_REVEAL, "2026-03"] == by_month.ends_at
    assert found[RETRO_OPENS, "5"] == by_hand.opened_at
    assert found[RETRO_REVEAL, "5"] == by_hand.ends_at
    assert sorted(key for kind, key in found if kind == RETRO_OPENS) == [
        "2026-03",
        "2026-04",
        "2026-05",
        "2026-06",
        "5",
    ]
    assert len(events) == len(found)
