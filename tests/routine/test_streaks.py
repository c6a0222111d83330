"""R11, U7: streaks, freezes and consistency of entries and planned days alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.routine.streak_rules import streak_of
from bot.routine.streak_values import DayKind, DaysInForce, PlannedDays, Streak
from bot.routine.values import EntryOutcome
from bot.scheduling import local_date
from bot.scheduling.skips import EVERY_DAY, Skip

DONE, SKIPPED = EntryOutcome.DONE, EntryOutcome.SKIPPED
TODAY = date(2026, 5, 29)
DAY = timedelta(days=1)
SPAN = 70

outcomes = st.sampled_from([DONE, DONE, DONE, SKIPPED, None])
weekday_sets = st.frozensets(st.integers(0, 6), max_size=7)


def ago(days: int) -> date:
    return TODAY - days * DAY


def always(*skips: Skip, weekdays: frozenset[int] = EVERY_DAY) -> PlannedDays:
    """Every day was asked about."""
    asked = frozenset(ago(at) for at in range(SPAN + 1))
    return PlannedDays((DaysInForce(ago(SPAN), weekdays, skips),), EVERY_DAY, asked)


def said(text: str) -> dict[date, EntryOutcome]:
    """Entries until yesterday, a letter a day: d(one), s(kipped), anything else none."""
    known = {"d": DONE, "s": SKIPPED}
    return {ago(len(text) - at): known[each] for at, each in enumerate(text) if each in known}


def stand(text: str, planned: PlannedDays | None = None) -> Streak:
    return streak_of(said(text), planned or always(), today=TODAY)


@st.composite
def lives(draw: st.DrawFn) -> tuple[dict[date, EntryOutcome], PlannedDays]:
    """Entries and planned days of ten weeks: settings that change, rest, and downtime."""
    found = draw(st.lists(outcomes, min_size=SPAN, max_size=SPAN))
    # Long runs, so that freezes are earned.
    runs = draw(st.lists(st.integers(0, SPAN), max_size=4))
    entries = {ago(at): each for at, each in enumerate(found) if each is not None}
    for start in runs:
        entries |= {ago(at): DONE for at in range(start, min(start + 24, SPAN))}
    starts = draw(st.lists(st.integers(0, SPAN), max_size=3, unique=True))
    spans = [DaysInForce(ago(SPAN), draw(weekday_sets))]
    spans += [
        DaysInForce(ago(at), draw(weekday_sets), tuple(draw(st.lists(rests, max_size=2))))
        for at in sorted(starts, reverse=True)
    ]
    asked = draw(st.frozensets(st.integers(0, SPAN), min_size=SPAN // 2))
    planned = PlannedDays(tuple(spans), draw(weekday_sets) | {0, 1, 2}, frozenset(map(ago, asked)))
    return entries, planned


rests = st.builds(
    lambda start, length, weekdays: Skip(
        weekdays=weekdays, since=ago(start), until=ago(start) + length * DAY
    ),
    st.integers(0, SPAN),
    st.integers(1, 20),
    st.frozensets(st.integers(0, 6), min_size=1),
)


def no_lower(after: Streak, before: Streak) -> bool:
    """Whether nothing of it is lower: the streak, its longest, its freezes, consistency."""
    return (
        after.current >= before.current
        and after.longest >= before.longest
        and after.freezes >= before.freezes
        and share(after) >= share(before)
    )


def share(standing: Streak) -> float:
    return standing.kept / standing.planned if standing.planned else 1.0


@pytest.mark.parametrize(
    ("text", "current", "freezes", "longest"),
    [
        ("", 0, 0, 0),
        ("ddd", 3, 0, 3),
        ("ddd-", 0, 0, 3),
        ("dsd", 2, 0, 2),  # a skip holds it
        ("ddddddd", 7, 1, 7),
        ("ddddddd-", 7, 0, 7),
        ("ddddddd--", 0, 0, 7),
        ("d" * 30, 30, 3, 30),
        ("d" * 30 + "---", 30, 0, 30),
        ("d" * 30 + "----", 0, 0, 30),
        ("d" * 20 + "-d", 21, 2, 21),
        ("------d", 1, 0, 1),
    ],
)
def test_r11_days_in_a_row_and_freezes(text: str, current: int, freezes: int, longest: int) -> None:
    found = stand(text)
    assert (found.current, found.freezes, found.longest) == (current, freezes, longest)


def test_r11_a_freeze_is_spent_by_itself_and_said() -> None:
    found = stand("ddddddd-")
    assert dict(found.days)[ago(1)] is DayKind.FROZEN
    assert found.to_next == 7
    assert stand("dddddddd").to_next == 6
    assert stand("d" * 21).to_next is None, "all are in hand"


def test_r11_today_is_open_until_it_is_over() -> None:
    found = streak_of(said("ddd"), always(), today=TODAY)
    assert dict(found.days)[TODAY] is DayKind.OPEN
    assert found.current == 3
    later = streak_of(said("ddd"), always(), today=TODAY + DAY)
    assert later.current == 0


def test_r9_what_downtime_swallowed_costs_nothing() -> None:
    planned = always()
    missed = replace(planned, asked=planned.asked - {ago(1), ago(2)})
    assert stand("ddd--").current == 0
    assert stand("ddd--", missed).current == 3
    assert (stand("ddd--", missed).kept, stand("ddd--", missed).planned) == (3, 51)


def test_u7_consistency_counts_planned_days_alone() -> None:
    weekdays = always(weekdays=frozenset(range(5)))
    found = streak_of(said("d" * 56), weekdays, today=TODAY)
    # Eight weeks until this Friday, which is open: the days done at weekends are no more than that.
    assert (found.kept, found.planned) == (39, 39)
    resting = always(Skip(since=ago(30), until=ago(20)))
    rested = streak_of(said("d" * 26 + "-" * 10 + "d" * 20), resting, today=TODAY)
    assert (rested.kept, rested.planned) == (43, 43), "rest is not planned"
    assert dict(rested.days)[ago(25)] is DayKind.REST
    assert rested.current == 46


@given(lives())
def test_r11_viewing_changes_nothing(life: tuple[dict[date, EntryOutcome], PlannedDays]) -> None:
    entries, planned = life
    before = dict(entries)
    first = streak_of(entries, planned, today=TODAY)
    assert streak_of(entries, planned, today=TODAY) == first
    assert entries == before


@given(lives(), rests)
def test_r5_u7_adding_rest_never_lowers_either(
    life: tuple[dict[date, EntryOutcome], PlannedDays], rest: Skip
) -> None:
    entries, planned = life
    spans = tuple(replace(span, skips=(*span.skips, rest)) for span in planned.spans)
    rested = replace(planned, spans=spans)
    before = streak_of(entries, planned, today=TODAY)
    assert no_lower(streak_of(entries, rested, today=TODAY), before)


@given(lives(), st.integers(1, 7), st.sampled_from([DONE, SKIPPED]))
def test_r10_answering_a_day_later_never_lowers_either(
    life: tuple[dict[date, EntryOutcome], PlannedDays], back: int, outcome: EntryOutcome
) -> None:
    entries, planned = life
    before = streak_of(
        {day: each for day, each in entries.items() if day != ago(back)}, planned, today=TODAY
    )
    filled = {**entries, ago(back): outcome}
    assert no_lower(streak_of(filled, planned, today=TODAY), before)


@given(lives(), st.randoms(use_true_random=False))
def test_r11_the_order_of_writing_is_irrelevant(
    life: tuple[dict[date, EntryOutcome], PlannedDays], chance: Random
) -> None:
    entries, planned = life
    days = list(entries)
    chance.shuffle(days)
    shuffled = {day: entries[day] for day in days}
    assert streak_of(shuffled, planned, today=TODAY) == streak_of(entries, planned, today=TODAY)


ZONES = ("Pacific/Apia", "Asia/Tokyo", "UTC", "America/Los_Angeles", "Pacific/Niue")


@given(st.lists(st.tuples(st.sampled_from(ZONES), st.integers(1, 40)), min_size=1, max_size=30))
def test_p9_moving_between_zones_neither_doubles_nor_drops_a_day(
    moves: list[tuple[str, int]],
) -> None:
    """Whoever is done on each local date that they live has each once, wherever they were."""
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    entries: dict[date, EntryOutcome] = {}
    for zone, hours in moves:
        entries[local_date(now, zone)] = DONE
        now += timedelta(hours=hours)
    zone = moves[-1][0]
    today = local_date(now, zone)
    found = streak_of(entries, _of(entries), today=today)
    assert found.current == len(entries), "those that were jumped over were never asked"
    assert sum(kind is DayKind.DONE for _day, kind in found.days) == len(entries)


def _of(entries: Mapping[date, EntryOutcome]) -> PlannedDays:
    spans = (DaysInForce(date(2026, 1, 1), EVERY_DAY),)
    return PlannedDays(spans, EVERY_DAY, frozenset(entries))
