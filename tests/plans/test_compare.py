"""What an edited plan changes (P2)."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from bot.plans import loader
from bot.plans.rules.compare import diff
from bot.plans.values import Plan
from tests.plans.strategies import few, plans

TEXT = loader.shipped_text()
PLAN = loader.shipped()


@few
@given(plans())
def test_p2_a_plan_does_not_differ_from_itself(plan: Plan) -> None:
    assert not diff(plan, plan)


@few
@given(plans(), plans())
def test_p2_no_difference_means_the_same_plan(old: Plan, new: Plan) -> None:
    assert bool(diff(old, new)) == (old != new)


@few
@given(plans(), plans())
def test_p2_forth_and_back_mirror_each_other(old: Plan, new: Plan) -> None:
    forth, back = diff(old, new), diff(new, old)
    assert set(forth.added) == set(back.removed)
    assert set(forth.removed) == set(back.added)
    assert {(c.now, c.was) for c in forth.renamed} == {(c.was, c.now) for c in back.renamed}
    assert {(c.now, c.was) for c in forth.moved} == {(c.was, c.now) for c in back.moved}


@few
@given(plans(), plans())
def test_p2_old_minus_removed_plus_added_is_new(old: Plan, new: Plan) -> None:
    change = diff(old, new)
    kept = {m.id for m in old.milestones} - {e.id for e in change.removed}
    assert kept | {e.id for e in change.added if e.kind == "milestone"} == {
        m.id for m in new.milestones
    }


def test_p2_a_renamed_milestone_keeps_its_id() -> None:
    edited = loader.load(TEXT.replace('"First merged pull request"', '"First contribution"'))
    change = diff(PLAN, edited)
    [renamed] = change.renamed
    assert (renamed.now.id, renamed.was.title, renamed.now.title) == (
        "projects-first-pr",
        "First merged pull request",
        "First contribution",
    )
    assert replace(change, renamed=()) == diff(PLAN, PLAN)


def test_p2_added_removed_moved_edited_and_reordered() -> None:
    start = TEXT.index('[[blocks.components.milestones]]\nid = "projects-demo"')
    end = TEXT.index("[[blocks.components.milestones]]", start + 1)
    demo = TEXT[start:end]
    without = TEXT[:start] + TEXT[end:]
    anchor = '[[blocks.components.milestones]]\nid = "projects-first-pr"'
    moved = loader.load(without.replace(anchor, demo + anchor))
    assert [c.now.id for c in diff(PLAN, moved).moved] == ["projects-demo"]
    assert [e.id for e in diff(PLAN, loader.load(without)).removed] == ["projects-demo"]
    assert [e.id for e in diff(loader.load(without), PLAN).added] == ["projects-demo"]
    edited = loader.load(TEXT.replace("hours = [10, 16]", "hours = [9, 16]"))
    assert [e.id for e in diff(PLAN, edited).edited] == ["theory-problem-sets"]
    prompt = loader.load(TEXT.replace('title = "ML news"', 'title = "News"'))
    assert diff(PLAN, prompt).sections == ("routine",)


def test_p2_a_new_order_is_told_apart_from_a_move() -> None:
    first = TEXT.index('[[blocks.components.milestones]]\nid = "projects-first-pr"')
    second = TEXT.index('[[blocks.components.milestones]]\nid = "projects-maintainer-feedback"')
    end = TEXT.index("[[blocks.components]]", second)
    swapped = loader.load(TEXT[:first] + TEXT[second:end] + TEXT[first:second] + TEXT[end:])
    change = diff(PLAN, swapped)
    assert change.reordered == ("projects-open-source",)
    assert not change.moved
