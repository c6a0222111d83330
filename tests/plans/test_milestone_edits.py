"""Editing one milestone in a file: that piece changes, every other line stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NotFound, UserError
from bot.plans import loader
from bot.plans.rules.milestone_form import (
    due_of,
    fields_of,
    parse_due,
    parse_hours,
    say_due,
    say_hours,
)
from bot.plans.values import Due, MilestoneFields, Span
from tests.plans.changing import SETS, SHIPPED
from tests.plans.editing import (
    COMMENTED,
    INLINE,
    add,
    change,
    changed_lines,
    edit,
    place,
)

PLAN = loader.shipped()
IDS = [milestone.id for milestone in PLAN.milestones]
COMPONENTS = [c.id for block in PLAN.blocks for c in block.components]
NEW = MilestoneFields("Brand new", "Do it.", (1, 2), (SETS,), ("week", 3))


def test_only_what_the_form_changed_is_another_line() -> None:
    after = edit(COMMENTED, "one", hours=(3, 5))
    assert changed_lines(COMMENTED, after) == (
        ["hours = [1, 2] # a guess"],
        ["hours = [3, 5] # a guess"],
    )
    after = edit(COMMENTED, "two", title='A "new" \\ title', needs=())
    assert changed_lines(COMMENTED, after) == (
        ['title = "Milestone two"', 'needs = ["one"]'],
        ['title = "A \\"new\\" \\\\ title"'],
    )
    assert edit(COMMENTED, "one") == COMMENTED


def test_dates_join_leave_and_make_points_of_the_flow_in_their_order() -> None:
    joined = edit(COMMENTED, "two", due=("week", 2))
    assert changed_lines(COMMENTED, joined)[1] == ['milestones = ["one", "two"]']
    left = edit(joined, "one", due=None)
    assert [t.milestones for t in loader.load(left).flow] == [("two",)]
    assert loader.load(edit(left, "two", due=None)).flow == ()
    for due in (("week", 1), ("month", 1), ("week", 9)):
        plan = loader.load(edit(COMMENTED, "two", due=due))
        assert due_of(plan, "two") == due
        assert due_of(plan, "one") == ("week", 2)
        ordered = ["two", "one"] if due == ("week", 1) else ["one", "two"]
        assert [m for target in plan.flow for m in target.milestones] == ordered
    assert "# dates\n# ---" in joined


def test_moving_takes_the_comment_along_and_leaves_the_others() -> None:
    after = place(COMMENTED, "one", "last", None)
    piece = COMMENTED[COMMENTED.index("# about one") : COMMENTED.index("# a heading") - 1]
    assert piece in after
    assert after.index("# a heading") < after.index("id='last'") < after.index("# about one")
    assert after.index("# below the keys") < after.index("# dates")
    assert sorted(after.split("\n")) == sorted(COMMENTED.split("\n"))
    with pytest.raises(UserError, match="already"):
        place(COMMENTED, "one", "first-part", None)


def test_adding_makes_an_id_that_nobody_has_progress_on() -> None:
    fields = MilestoneFields("Überblick: die Zwei!", "Line\n\nline", None, ("one",), None)
    after, name = add(COMMENTED, "last", fields)
    assert name == "uberblick-die-zwei"
    assert after.index("id='last'") < after.index(name) < after.index("# dates")
    assert changed_lines(COMMENTED, after)[0] == []
    assert add(COMMENTED, "last", fields, name)[1] == f"{name}-2"
    assert add(COMMENTED, "last", replace(fields, title="Two"))[1] == "two-2"
    assert add(COMMENTED, "last", replace(fields, title="Own 3"))[1] == "own-3-2"
    assert add(COMMENTED, "last", replace(fields, title="四つ目"))[1] == "milestone"
    long = add(COMMENTED, "last", replace(fields, title="x" * 80))[1]
    assert len(long) <= 40


def test_windows_line_ends_and_marks_are_taken() -> None:
    source = "\ufeff" + COMMENTED.rstrip("\n").replace("\n", "\r\n")
    assert loader.load(edit(source, "one", title="Uno")).milestones[0].title == "Uno"
    assert loader.load(add(source, "last", replace(NEW, needs=()))[0])


def test_what_another_organiser_changed_meanwhile_stays() -> None:
    was = fields_of(loader.load(COMMENTED), "one")
    assert was is not None
    meanwhile = edit(COMMENTED, "one", hours=(7, 9))
    after = loader.load(change(meanwhile, "one", was, replace(was, title="Uno")))
    assert (after.milestones[0].title, after.milestones[0].hours) == ("Uno", (7, 9))


@pytest.mark.parametrize(
    "act",
    [
        lambda: edit(INLINE, "one", title="x"),
        lambda: place(INLINE, "one", "d", None),
        lambda: add(INLINE, "d", replace(NEW, needs=())),
    ],
)
def test_a_file_in_another_layout_is_refused_with_a_way_out(act: Callable[[], object]) -> None:
    with pytest.raises(UserError, match="`/plan export`, edit it"):
        act()


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"title": "x" * 81}, "title: the text has 81 characters"),
        ({"title": " "}, "title: the text is empty"),
        ({"text": "a\u202eb"}, "control character U\\+202E"),
        ({"needs": ("theory-mini-project",)}, "needs itself"),
        ({"needs": ("nlp-study",)}, "is on another path"),
        ({"hours": (1, 5000)}, "must be 1000 or less"),
        ({"due": ("week", 999)}, "must be 260 or less"),
    ],
)
def test_what_does_not_fit_is_said_without_the_words_of_files(
    wanted: dict[str, Any], says: str
) -> None:
    with pytest.raises(UserError, match=says) as caught:
        edit(SHIPPED, SETS, **wanted)
    assert "line" not in caught.value.message.split("\n", 1)[1]


def test_what_is_gone_is_said() -> None:
    for act in (
        lambda: change(SHIPPED, "none", NEW, replace(NEW, title="x")),
        lambda: place(SHIPPED, "none", "theory-math", None),
        lambda: place(SHIPPED, SETS, "none", None),
        lambda: add(SHIPPED, "none", NEW),
    ):
        with pytest.raises(NotFound, match="now"):
            act()


titles = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=80)
texts = st.text(st.sampled_from("ab \"\\\n#é'[]="), min_size=1, max_size=80).map(str.strip)
edits = st.fixed_dictionaries(
    {},
    optional={
        "title": titles,
        "text": texts.filter(bool),
        "hours": st.sampled_from([None, (1, 1), (3, 40)]),
        "due": st.sampled_from([None, ("week", 1), ("week", 4), ("month", 3), ("month", 9)]),
    },
)


@settings(max_examples=6)
@given(st.sampled_from(IDS), edits)
def test_any_edit_does_what_it_says_and_comments_stay(
    milestone_id: str, wanted: dict[str, Any]
) -> None:
    after = edit(SHIPPED, milestone_id, **wanted)
    plan, was = loader.load(after), fields_of(PLAN, milestone_id)
    assert was is not None
    assert fields_of(plan, milestone_id) == replace(was, **wanted)
    comments = [line for line in SHIPPED.split("\n") if line.startswith("#")]
    assert [line for line in after.split("\n") if line in comments] == comments
    others = [m for m in PLAN.milestones if m.id != milestone_id]
    assert [m for m in plan.milestones if m.id != milestone_id] == others
    assert all(due_of(plan, m.id) == due_of(PLAN, m.id) for m in others)


@settings(max_examples=6)
@given(st.sampled_from(IDS), st.sampled_from(COMPONENTS))
def test_any_move_keeps_every_line(milestone_id: str, component: str) -> None:
    if milestone_id in {m.id for b, c, m in PLAN.walk() if c.id == component}:
        return
    after = place(SHIPPED, milestone_id, component, None)
    assert sorted(after.split("\n")) == sorted(SHIPPED.split("\n"))


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("", None),
        ("4-8", (4, 8)),
        ("8 – 4 h", (4, 8)),
        ("6", (6, 6)),
        ("2 to 3 hours", (2, 3)),
    ],
)
def test_hours_as_people_type_them(typed: str, hours: Span | None) -> None:
    assert parse_hours(typed) == hours
    assert parse_hours(say_hours(hours)) == hours


@pytest.mark.parametrize(
    ("typed", "due"),
    [("", None), ("week 2", ("week", 2)), ("3 Months", ("month", 3)), ("weeks 12", ("week", 12))],
)
def test_dates_as_people_type_them(typed: str, due: Due | None) -> None:
    assert parse_due(typed) == due
    assert parse_due(say_due(due)) == due


@pytest.mark.parametrize("typed", ["many", "4-", "-3", "1-2-3", "٣", "12345", "week", "day 3"])
def test_what_is_neither_is_asked_again(typed: str) -> None:
    for parse in (parse_hours, parse_due):
        with pytest.raises(UserError, match="empty"):
            parse(typed)
