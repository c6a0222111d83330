"""Order, paths, dates and digest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plans import loader
from bot.plans.rules import digest, flow_date, in_order, on_path, targets, unmet
from bot.plans.values import Plan, Target
from tests.plans.strategies import entry, few, milestone_text, plans, small_plan, two_paths

MARCH_2 = date(2026, 3, 2)


def ids(plan: Plan) -> list[str]:
    return [m.id for m in plan.milestones]


@few
@given(plans())
def test_in_order_puts_needs_first_and_loses_nothing(plan: Plan) -> None:
    ordered = [m.id for m in in_order(plan)]
    assert sorted(ordered) == sorted(ids(plan))
    for milestone in plan.milestones:
        assert all(ordered.index(n) < ordered.index(milestone.id) for n in milestone.needs)


def test_p8_a_path_hides_the_other_path_only() -> None:
    plan = two_paths()
    assert ids(on_path(plan, "left")) == ["shared", "left-one"]
    assert ids(on_path(plan, "right")) == ["shared", "right-one"]
    assert on_path(plan, None) is plan


def test_p8_the_shipped_plan_shows_38_of_41_on_a_path() -> None:
    plan = loader.shipped()
    assert len(ids(plan)) == 41
    assert {p.id: len(ids(on_path(plan, p.id))) for p in plan.paths} == {"nlp": 38, "cv": 38}
    assert not [m for m in on_path(plan, "nlp").milestones if m.path == "cv"]


def test_p6_dates_of_the_flow_from_the_members_own_start() -> None:
    due = targets(loader.shipped(), MARCH_2)
    assert {name: due[name] for name in _FLOW} == _FLOW


_FLOW = {
    "theory-paper-summaries": date(2026, 3, 16),
    "practice-train-models": date(2026, 3, 30),
    "practice-deploy-app": date(2026, 3, 30),
    "practice-latency": date(2026, 4, 13),
    "projects-first-pr": date(2026, 4, 27),
    "projects-walkthroughs": date(2026, 6, 2),
    "professional-ethics-audit": date(2026, 6, 2),
    "professional-audit-findings": date(2026, 7, 2),
}


@few
@given(plans(), st.dates(date(1990, 1, 1), date(2200, 1, 1)), st.integers(-400, 400))
def test_p6_a_shift_moves_every_date_by_its_days(plan: Plan, start: date, days: int) -> None:
    plain, moved = targets(plan, start), targets(plan, start, days)
    assert moved == {name: day + timedelta(days=days) for name, day in plain.items()}


@few
@given(plans(), st.dates(date(1990, 1, 1), date(2200, 1, 1)))
def test_p6_what_is_needed_is_due_no_later(plan: Plan, start: date) -> None:
    due = targets(plan, start)
    for milestone in plan.milestones:
        for need in milestone.needs:
            if milestone.id in due:
                assert due[need] <= due[milestone.id]


@pytest.mark.parametrize("weeks", [(2, 4), (4, 2)])
def test_p6_what_two_wait_for_takes_the_earlier_date_and_an_own_date_wins(
    weeks: tuple[int, int],
) -> None:
    first, second = weeks
    text = small_plan(
        milestone_text("base"),
        milestone_text("own"),
        milestone_text("one", needs=["base", "own"]),
        milestone_text("two", needs=["base"]),
        milestone_text("free"),
    )
    for name, week in (("own", 9), ("one", first), ("two", second)):
        text += entry("flow", id=name, title="T", milestones=[name], week=week)
    due = targets(loader.load(text), MARCH_2)
    assert due["base"] == MARCH_2 + timedelta(weeks=2)
    assert due["own"] == MARCH_2 + timedelta(weeks=9)
    assert "free" not in due


@pytest.mark.parametrize(
    ("start", "month", "expected"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 8, 31), 4, date(2026, 12, 31)),
        (date(2026, 9, 1), 4, date(2027, 1, 1)),
        (date(9999, 11, 1), 3, date.max),
    ],
)
def test_p6_months_are_calendar_months(start: date, month: int, expected: date) -> None:
    assert flow_date(Target("t", "T", ("m",), month=month), start) == expected


def test_a_start_at_the_end_of_the_calendar_does_not_raise() -> None:
    assert set(targets(loader.shipped(), date.max, 3650).values()) == {date.max}


def test_unmet_names_what_is_not_done_yet() -> None:
    milestone = two_paths().milestones[1]
    assert unmet(milestone, {}) == ("shared",)
    assert unmet(milestone, {"shared": True}) == ()


def test_p1_the_digest_counts_content_not_layout() -> None:
    text = loader.shipped_text()
    same = loader.load(
        "# another comment\n\n" + text.replace("hours = [10, 16]", "hours = [10,16]")
    )
    other = loader.load(text.replace("hours = [10, 16]", "hours = [10, 17]"))
    assert digest(same) == digest(loader.shipped())
    assert digest(other) != digest(loader.shipped())


@few
@given(plans(), plans())
def test_p1_equal_digests_mean_equal_plans(one: Plan, two: Plan) -> None:
    assert (digest(one) == digest(two)) == (one == two)
