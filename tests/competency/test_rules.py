"""When a rating is offered, what tells axes apart, and where to focus."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.competency import rules
from bot.competency.values import MAX_ANSWER, Change, Level, Rating
from bot.errors import UserError
from bot.plans.loader import shipped
from bot.plans.values import Axis
from tests.groups.people import member_in

SCALE = ("none", "some", "all")
READ = Axis("read", "Read", "How well you read.", SCALE)


def level(axis: Axis, number: int) -> Level:
    return Level(axis.id, axis.title, axis.levels, number)


@pytest.mark.parametrize(
    ("started", "last", "today", "since"),
    [
        # The baseline: in their first week, once they have arrived.
        ("2026-03-02", None, "2026-03-03", None),
        ("2026-03-02", None, "2026-03-04", "2026-03-04"),
        # Who never rated themselves is offered it with each quarter.
        ("2026-03-02", None, "2026-04-01", "2026-04-01"),
        # Once a quarter, and not soon after one that came late.
        ("2026-01-05", "2026-01-05", "2026-03-31", None),
        ("2026-01-05", "2026-01-05", "2026-04-01", "2026-04-01"),
        ("2026-03-02", "2026-03-05", "2026-04-29", None),
        ("2026-03-02", "2026-03-05", "2026-04-30", "2026-04-30"),
        ("2026-03-02", "2026-03-31", "2026-05-26", "2026-05-26"),
        # A member's date can go back over a quarter's end when they move.
        ("2026-03-02", "2026-04-01", "2026-03-31", None),
    ],
)
def test_w5_a_baseline_in_the_first_week_then_once_a_quarter(
    started: str, last: str | None, today: str, since: str | None
) -> None:
    member = member_in("UTC", started_on=date.fromisoformat(started))
    finished = None if last is None else date.fromisoformat(last)
    found = rules.offered_since(member, finished, date.fromisoformat(today))
    assert found == (None if since is None else date.fromisoformat(since))


@given(st.dates(date(2016, 1, 1), date(2035, 12, 31)))
def test_w5_whoever_rates_in_one_quarter_is_offered_it_within_the_next(day: date) -> None:
    member = member_in("UTC", started_on=day)
    quarter = rules.quarter_of(day)
    following = rules.quarter_of(quarter + timedelta(days=100))
    days = [following + timedelta(days=at) for at in range(90)]
    offers = [each for each in days if rules.offered_since(member, day, each) is not None]
    assert offers
    assert offers[0] - day >= rules.REST
    assert not any(
        rules.offered_since(member, day, quarter + timedelta(days=at)) for at in range(90)
    )


def test_w7_an_axis_is_another_one_once_its_title_or_a_level_is_edited() -> None:
    """The words around it may be mended."""
    rating = Rating(1, (level(READ, 2),))
    same = replace(READ, text="Reading.")
    assert rating.level(same) == 2
    assert rules.field_of(same) == rules.field_of(READ)
    for edited in (replace(READ, title="Reading"), replace(READ, levels=("none", "a", "all"))):
        assert rating.level(edited) is None
        assert rules.field_of(edited) != rules.field_of(READ)
        now = Rating(2, (level(edited, 3),))
        assert rules.changes(now, rating) == (Change(now.levels[0], None, is_rewritten=True),)


def test_w6_the_change_is_against_the_rating_before_axis_by_axis() -> None:
    write = replace(READ, id="write")
    before, now = Rating(1, (level(READ, 1),)), Rating(2, (level(READ, 3), level(write, 1)))
    assert [(each.before, each.moved) for each in rules.changes(now, before)] == [(1, 2), (None, 0)]


@given(st.text(max_size=4), st.integers(2, 10))
def test_only_levels_of_the_scale_are_taken(text: str, highest: int) -> None:
    if text in map(str, range(1, highest + 1)):
        assert rules.level_from(text, highest) == int(text)
    elif not text:
        assert rules.level_from(text, highest) is None
    else:
        with pytest.raises(UserError, match="none of the levels"):
            rules.level_from(text, highest)


@given(st.integers(0, 12))
def test_w5_the_forms_hold_every_axis_once(count: int) -> None:
    axes = [replace(READ, id=f"a{number}") for number in range(count)]
    parts = rules.parts(axes)
    assert [axis for part in parts for axis in part] == axes
    assert all(1 <= len(part) <= 5 for part in parts)


def test_w5_the_shipped_plan_takes_two_forms_of_five_and_three() -> None:
    assert [len(part) for part in rules.parts(shipped().axes)] == [5, 3]


@given(st.lists(st.tuples(st.integers(2, 10), st.integers(1, 10)), max_size=12))
def test_focus_is_on_the_lowest_by_their_own_scales(drawn: list[tuple[int, int]]) -> None:
    levels = [
        Level(f"a{at}", "A", tuple("x" * of), min(number, of))
        for at, (of, number) in enumerate(drawn)
    ]
    found = rules.weakest(levels)
    open_ones = [each for each in levels if each.level < len(each.scale)]
    assert len(found) == min(3, len(open_ones))
    shares = [(each.level - 1) / (len(each.scale) - 1) for each in found]
    assert shares == sorted((e.level - 1) / (len(e.scale) - 1) for e in open_ones)[:3]


def test_answers_are_kept_as_typed_and_given_back_when_too_long() -> None:
    assert rules.answers(" Tests\u200b ", "\u3164") == ("Tests", None)
    with pytest.raises(UserError, match="1,000 characters") as refused:
        rules.answers("x" * (MAX_ANSWER + 1), "Ethics")
    assert refused.value.typed is not None
    assert "Ethics" in refused.value.typed
