"""What is frozen and how it is read again, when a cycle may begin, what a review asks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.cycles.rules import cases, check_next, counted, entry_from, freeze
from bot.cycles.values import ReviewDecision
from bot.errors import UserError
from bot.milestones.rules import build_board
from bot.milestones.values import (
    Board,
    MilestoneChange,
    Override,
    OwnMilestone,
    Status,
    StoredMilestones,
)
from tests.milestones.circle import NOW, PLAN
from tests.plans.strategies import milestone_text, plan_in, small_plan

TODAY = date(2026, 3, 2)
DONE = (
    MilestoneChange(1, Status.IN_PROGRESS, NOW),
    MilestoneChange(2, Status.DONE, NOW, "https://a.b", "Hm\n\0"),
)
OWN = (
    OwnMilestone(1, "@everyone **Mine**"),
    OwnMilestone(2, "Step", under="own-1"),
    OwnMilestone(3, "Under the plan's", under="talk"),
    OwnMilestone(4, "In the block", block="first"),
)
STORED = StoredMilestones(
    history={
        "read": DONE,
        "own-2": DONE[:1],
        "left-one": (MilestoneChange(1, Status.SKIPPED, NOW),),
    },
    own=OWN,
    overrides={"right-one": Override(hidden=True), "talk": Override(own_due=TODAY)},
)


def board(stored: StoredMilestones = STORED, plan: str = PLAN, path: str | None = None) -> Board:
    return build_board(plan_in(plan), stored, path=path, start=TODAY, today=TODAY, zone="UTC")


def test_p9_what_is_frozen_is_the_board_and_reads_the_same_again() -> None:
    entries = freeze(board())
    assert tuple(map(entry_from, json.loads(json.dumps([e.to_json() for e in entries])))) == entries
    assert counted(entries) == board().count
    assert [(e.id, e.block, e.depth, e.status.value, e.due) for e in entries] == [
        ("read", 1, 0, "done", None),
        ("write", 1, 0, "not_started", TODAY + timedelta(weeks=2)),
        ("talk", 1, 0, "not_started", TODAY),
        ("own-3", 1, 1, "not_started", None),
        ("left-one", 1, 0, "skipped", None),
        ("own-4", 1, 0, "not_started", None),
        ("own-1", None, 0, "not_started", None),
        ("own-2", None, 1, "in_progress", None),
    ]
    read = entries[0]
    assert (read.at, read.link, read.note) == (NOW, "https://a.b", "Hm\n\0")


@pytest.mark.parametrize(
    ("days", "today", "says"),
    [
        (1, TODAY, None),
        (366, TODAY, None),
        (0, TODAY, "Cycle 3 itself begins"),
        (-9, TODAY, "itself begins"),
        (367, TODAY, "a year away"),
        (1, TODAY - timedelta(days=1), "has not begun: its first day is Monday 2 March 2026"),
    ],
)
def test_p9_the_next_cycle_begins_after_this_one(days: int, today: date, says: str | None) -> None:
    start = TODAY + timedelta(days=days)
    if says is None:
        assert check_next(start, began=TODAY, today=today, number=3) == start
    else:
        with pytest.raises(UserError, match=says):
            check_next(start, began=TODAY, today=today, number=3)


def asked(
    view: Board,
    own: tuple[OwnMilestone, ...] = OWN,
    then: Board | None = None,
    **decided: ReviewDecision,
) -> dict[str, str | None]:
    found = cases(
        freeze(then or board()),
        view,
        {each.id for each in own},
        {name.replace("_", "-"): decision for name, decision in decided.items()},
    )
    return {case.id: case.decision and case.decision.value for case in found}


OPEN = ("write", "talk", "own-3", "own-4", "own-1", "own-2")


def test_p9_a_review_asks_about_what_was_open_and_still_is() -> None:
    assert asked(board()) == dict.fromkeys(OPEN)
    since = replace(STORED, history={**STORED.history, "write": DONE, "own-4": DONE})
    assert set(asked(board(since))) == {"talk", "own-3", "own-1", "own-2"}
    # Undone since, it is open, but it was not at the close.
    undone = replace(STORED, history={"own-2": DONE[:1]})
    assert set(asked(board(undone))) == set(OPEN)
    assert asked(board(), talk=ReviewDecision.CARRY, own_1=ReviewDecision.REDATE) == {
        **dict.fromkeys(OPEN),
        "talk": "carry",
        "own-1": "redate",
    }


def test_p9_what_is_gone_counts_as_dropped_and_takes_its_steps_along() -> None:
    hidden = replace(STORED, overrides={"talk": Override(hidden=True)})
    assert asked(board(hidden)) == {
        **dict.fromkeys(name for name in OPEN if name != "own-3"),
        "talk": "drop",
    }
    left = OWN[2:]
    assert asked(board(replace(STORED, own=left)), left, own_1=ReviewDecision.CARRY) == {
        **dict.fromkeys(name for name in OPEN if name != "own-2"),
        "own-1": "drop",
    }
    # Brought back in whatever way, it is undecided again.
    assert asked(board(), talk=ReviewDecision.DROP, own_1=ReviewDecision.DROP) == dict.fromkeys(
        OPEN
    )


def test_p9_of_two_dropped_siblings_each_is_asked_about() -> None:
    """Neighbours in a block, and steps of one milestone; what is below them goes with each."""
    both = {name: Override(hidden=True) for name in ("write", "talk")}
    assert asked(board(replace(STORED, overrides=both))) == {
        **dict.fromkeys(("own-4", "own-1", "own-2")),
        "write": "drop",
        "talk": "drop",
    }
    steps = (*OWN, OwnMilestone(5, "Another step", under="own-1"))
    then = board(replace(STORED, own=steps))
    left = tuple(each for each in steps if each.number not in (2, 5))
    found = asked(board(replace(STORED, own=left)), left, then=then)
    assert (found["own-2"], found["own-5"]) == ("drop", "drop")


def test_p9_what_the_plan_lost_is_not_asked_about_and_its_steps_are() -> None:
    plan = small_plan(milestone_text("read"), milestone_text("write"))
    without = board(plan=plan)
    assert set(asked(without)) == {"write", "own-3", "own-4", "own-1", "own-2"}
    # A step that stood alone then, and now stands under one that is hidden, is not dropped.
    hidden = replace(STORED, overrides={"talk": Override(hidden=True)})
    assert "own-3" not in asked(board(hidden), then=without)
