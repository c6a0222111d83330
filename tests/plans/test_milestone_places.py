"""Removing a milestone and giving it another place: the rest of the file stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NotFound, UserError
from bot.plans import loader
from bot.plans.toml_edit.expected_plan import placed, without
from bot.plans.values import Plan
from tests.plans.changing import SHIPPED
from tests.plans.editing import (
    COMMENTED,
    INLINE,
    changed_lines,
    edit,
    fields_in,
    milestone_in,
    place,
    remove,
)
from tests.plans.strategies import entry, few, milestone_text, plan_in, plans, small_plan

FILES = (SHIPPED, loader.example_text(), loader.starter_text())
NEEDED = small_plan(
    milestone_text("one"),
    milestone_text("two", needs=["one"]),
    milestone_text("three").rstrip("\n") + '\nneeds = [\n  "one",  # both\n  "two",\n]\n',
    tail=entry("flow", id="f", title="F", week=2, milestones=["one", "two"])
    + "\n# the end\n"
    + entry("flow", id="g", title="G", week=4, milestones=["three"]),
)


def orders(plan: Plan) -> dict[str, list[str]]:
    return {c.id: [m.id for m in c.milestones] for block in plan.blocks for c in block.components}


def bare(plan: Plan) -> Plan:
    """Without its milestones and dates."""
    blocks = tuple(
        replace(b, components=tuple(replace(c, milestones=()) for c in b.components))
        for b in plan.blocks
    )
    return replace(plan, blocks=blocks, flow=())


def test_removing_takes_the_needs_and_dates_along() -> None:
    gone, came = changed_lines(NEEDED, remove(NEEDED, "one"))
    lists = ['needs = ["one"]', '  "one",  # both', 'milestones = ["one", "two"]']
    assert sorted(gone) == sorted([*milestone_text("one").strip().split("\n"), *lists])
    assert came == ['milestones = ["two"]']
    after = remove(NEEDED, "three")
    assert changed_lines(NEEDED, after)[1] == []
    assert [target.id for target in loader.load(after).flow] == ["f"]


def test_removing_takes_the_comment_above_along_and_leaves_the_others() -> None:
    after = remove(COMMENTED, "one")
    assert "# about one" not in after
    for kept in ("# a heading of its own", "# the last component", "# ---\n# dates\n# ---"):
        assert kept in after
    assert orders(loader.load(after)) == {"first-part": ["two"], "last": []}
    assert loader.load(after).flow == ()


def test_the_last_milestone_stays() -> None:
    with pytest.raises(UserError, match="the only milestone, and a plan needs at least one"):
        remove(small_plan(milestone_text("one")), "one")


def test_a_place_below_another_and_the_first() -> None:
    for after, order in ((None, ["three", "one", "two"]), ("one", ["one", "three", "two"])):
        text = place(NEEDED, "three", "first-part", after)
        assert orders(loader.load(text)) == {"first-part": order}
        assert sorted(text.split("\n")) == sorted(NEEDED.split("\n"))
        assert place(text, "three", "first-part", "two") == NEEDED


def test_a_place_that_is_none_is_said() -> None:
    for where in (("one", "first-part", None), ("two", "first-part", "one")):
        with pytest.raises(UserError, match="already"):
            place(NEEDED, *where)
    for where in (
        ("one", "first-part", "gone"),
        ("one", "first-part", "one"),
        ("one", "gone", None),
        ("gone", "first-part", None),
    ):
        with pytest.raises(NotFound, match="now"):
            place(NEEDED, *where)
    full = small_plan(
        *(milestone_text(f"m{number}") for number in range(25)),
        tail="\n[[blocks.components]]\nid='x'\ntitle='X'\nsummary='s'\n" + milestone_text("y"),
    )
    with pytest.raises(UserError, match="too long; at most 25"):
        place(full, "y", "first-part", "m3")


def test_a_file_in_another_layout_is_refused() -> None:
    two = INLINE.replace("}]},", '}, {id = "two", title = "T", text = "t"}]},')
    acts: tuple[Callable[[], str], ...] = (
        lambda: remove(two, "one"),
        lambda: place(two, "one", "d", None),
        lambda: place(two, "one", "c", "two"),
    )
    for act in acts:
        with pytest.raises(UserError, match="`/plan export`, edit it"):
            act()


def test_path_repeats_and_axes_come_and_go() -> None:
    name = "theory-math-tutorial"
    after = edit(SHIPPED, name, path="nlp", repeats="quarter", axes=("ethics", "domain"))
    assert changed_lines(SHIPPED, after) == (
        ['axes = ["theory", "communication"]'],
        ['axes = ["ethics", "domain"]', 'path = "nlp"', 'repeats = "quarter"'],
    )
    was = fields_in(SHIPPED, name)
    assert edit(after, name, path=None, repeats=None, axes=was.axes) == SHIPPED
    with pytest.raises(UserError, match="on another path, so not everyone can finish it first"):
        edit(SHIPPED, "practice-latency", path="cv")


def test_a12_what_repeats_no_more_counts_no_reviews() -> None:
    """The form does not ask what it counts: that stays with another period, and goes with none."""
    name = "projects-paper-reviews"
    by_quarter = plan_in(edit(SHIPPED, name, repeats="quarter")).milestone(name)
    once = plan_in(edit(SHIPPED, name, repeats=None, times=None)).milestone(name)
    assert by_quarter is not None
    assert once is not None
    assert (by_quarter.counts, once.counts) == ("paper-reviews", None)


@settings(max_examples=12)
@given(st.data(), st.sampled_from(FILES))
def test_any_removal_leaves_every_other_line_and_value(data: st.DataObject, source: str) -> None:
    plan = plan_in(source)
    gone = data.draw(st.sampled_from([m.id for m in plan.milestones]))
    text = remove(source, gone)
    after = loader.load(text)
    assert bare(after) == bare(plan)
    assert orders(after) == {c: [m for m in ids if m != gone] for c, ids in orders(plan).items()}
    for milestone in after.milestones:
        was = milestone_in(plan, milestone.id)
        assert replace(milestone, needs=()) == replace(was, needs=())
        assert milestone.needs == tuple(need for need in was.needs if need != gone)
    dates = {(t.id, m) for t in plan.flow for m in t.milestones if m != gone}
    assert {(t.id, m) for t in after.flow for m in t.milestones} == dates
    comments = [line for line in source.split("\n") if line.startswith("# ---")]
    assert [line for line in text.split("\n") if line.startswith("# ---")] == comments
    came = changed_lines(source, text)[1]
    assert all(line.startswith(("needs = ", "milestones = ")) for line in came)


@settings(max_examples=12)
@given(st.data(), st.sampled_from(FILES))
def test_any_place_keeps_every_line_and_value(data: st.DataObject, source: str) -> None:
    plan = plan_in(source)
    moving = data.draw(st.sampled_from(list(plan.milestones)))
    wanted = {c: [m for m in ids if m != moving.id] for c, ids in orders(plan).items()}
    component = data.draw(st.sampled_from(sorted(wanted)))
    at = data.draw(st.integers(0, len(wanted[component])))
    above = wanted[component][at - 1] if at else None
    wanted[component].insert(at, moving.id)
    if wanted == orders(plan):
        return
    text = place(source, moving.id, component, above)
    assert sorted(text.split("\n")) == sorted(source.split("\n"))
    after = loader.load(text)
    assert orders(after) == wanted
    assert bare(after) == bare(plan)
    assert after.flow == plan.flow
    assert {m.id: m for m in after.milestones} == {m.id: m for m in plan.milestones}


@few
@given(plans(), st.data())
def test_values_with_one_gone_or_elsewhere(plan: Plan, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([m.id for m in plan.milestones]))
    left = without(plan, name)
    assert not any(name in (m.id, *m.needs) for m in left.milestones)
    assert len(left.milestones) == len(plan.milestones) - 1
    assert all(target.milestones and name not in target.milestones for target in left.flow)
    component = data.draw(st.sampled_from(sorted(orders(plan))))
    first = placed(plan, name, component, None)
    assert orders(first)[component][0] == name
    assert without(first, name) == left
