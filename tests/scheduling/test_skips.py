"""Dates that a series leaves out: pure, and with what the engine makes of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.db import Database
from bot.scheduling import (
    Skip,
    Weekly,
    latest_occurrence,
    local_day,
    occurrence_after,
    occurrences,
    put,
    upcoming,
)
from bot.scheduling.skips import covered, first_open, read_skips, write_skips
from bot.scheduling.tick import tick

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)
WORKDAYS = frozenset(range(5))

DATES = st.dates(date(2026, 1, 1), date(2030, 1, 1))
SKIPS = st.builds(
    lambda weekdays, months, every, since, days: Skip(
        weekdays, months, every, since, since + timedelta(days=days) if days else None
    ),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(st.integers(1, 12), min_size=1),
    st.integers(1, 20),
    DATES,
    st.integers(0, 400),
)


@given(st.lists(SKIPS, max_size=4))
def test_what_is_skipped_is_stored_as_one_text(skips: list[Skip]) -> None:
    text = write_skips(skips)
    assert text == write_skips(reversed(skips))
    assert set(read_skips(text)) == set(skips)
    assert (text is None) == (not skips)


@pytest.mark.parametrize("text", ["x", "{}", "[1]", '[{"weekdays":[9]}]', '[{"every":2}]'])
def test_what_was_not_written_so_is_refused(text: str) -> None:
    if text == "{}":
        assert read_skips(text) == ()
        return
    with pytest.raises(ValueError, match=r"."):
        read_skips(text)


@given(st.lists(SKIPS, max_size=3), DATES)
def test_r14_no_occurrence_lies_on_a_skipped_date_and_no_other_is_lost(
    skips: list[Skip], day: date
) -> None:
    start = datetime.combine(day, time(), UTC)
    rule = Weekly(WORKDAYS, time(8), "UTC", tuple(skips))
    found = [each.period for each in islice(occurrences(rule, start), 5)]
    wanted = (day + offset * DAY for offset in range(1400))
    open_days = (each for each in wanted if each.weekday() in WORKDAYS and not covered(skips, each))
    assert found == list(islice(open_days, len(found)))
    if found:
        after = datetime.combine(found[-1], time(8), UTC)
        last = latest_occurrence(rule, after)
        assert last is not None
        assert last.period == found[-1]


def test_r14_every_eighth_week_is_each_eighth_one() -> None:
    rest = Skip(every=8, since=date(2026, 3, 9))
    weeks = [week for week in range(40) if rest.covers(MONDAY + week * 7 * DAY + 3 * DAY)]
    assert weeks == [1, 9, 17, 25, 33]
    assert not rest.covers(date(2026, 3, 8))
    assert first_open([rest], date(2026, 3, 10), within=30) == date(2026, 3, 16)


def test_what_skips_everything_never_occurs() -> None:
    rule = Weekly(WORKDAYS, time(8), "UTC", (Skip(),))
    assert occurrence_after(rule, datetime(2026, 3, 2, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("at", "zone", "begins", "day"),
    [
        ("2026-03-03T02:59", "UTC", "03:00", "2026-03-02"),
        ("2026-03-03T03:00", "UTC", "03:00", "2026-03-03"),
        ("2026-03-03T00:00", "UTC", "00:00", "2026-03-03"),
        # Berlin's clocks skip 02:30 on 29 March: the day begins when they show 03:00.
        ("2026-03-29T00:59", "Europe/Berlin", "02:30", "2026-03-28"),
        ("2026-03-29T01:00", "Europe/Berlin", "02:30", "2026-03-29"),
        # In October they show 02:30 twice: what has begun does not go back.
        ("2026-10-25T00:29", "Europe/Berlin", "02:30", "2026-10-24"),
        ("2026-10-25T00:30", "Europe/Berlin", "02:30", "2026-10-25"),
        ("2026-10-25T01:05", "Europe/Berlin", "02:30", "2026-10-25"),
        # Apia had no 30 December 2011: the small hours of the 31st belong to the 29th.
        ("2011-12-30T11:00", "Pacific/Apia", "03:00", "2011-12-29"),
        ("2011-12-30T13:00", "Pacific/Apia", "03:00", "2011-12-31"),
        # Kwajalein had no 21 August 1993.
        ("1993-08-21T13:00", "Pacific/Kwajalein", "03:00", "1993-08-20"),
    ],
)
def test_r10_a_day_begins_at_its_own_hour(at: str, zone: str, begins: str, day: str) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert local_day(instant, zone, time.fromisoformat(begins)) == date.fromisoformat(day)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.timedeltas(timedelta(0), timedelta(hours=3)),
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]),
    st.times(),
)
def test_r10_days_never_go_back(now: datetime, later: timedelta, zone: str, begins: time) -> None:
    begins = begins.replace(second=0, microsecond=0)
    if begins != time():
        assert local_day(now, zone, begins) <= local_day(now + later, zone, begins)


async def test_r14_a_skipped_date_is_never_due_and_the_schedule_moves_on(db: Database) -> None:
    rule = Weekly(WORKDAYS, time(8), "UTC", (Skip(since=date(2026, 3, 4), until=date(2026, 3, 9)),))
    now = datetime(2026, 3, 2, 6, tzinfo=UTC)
    async with db.begin() as session:
        await put(session, 1, kind="k", rule=rule, after=now, user_id=5)
    due = []
    for hours in range(24 * 9):
        async with db.engine.begin() as connection:
            at = now + timedelta(hours=hours)
            due += [at] * await tick(connection, at, {"k": timedelta(hours=6)})
    assert [at.date().day for at in due] == [2, 3, 9, 10]
    async with db.read() as session:
        ahead = await upcoming(session, 1, kinds=["k"], user_id=5, limit=2)
    assert [each.period.day for each in ahead] == [11, 12]
