"""What comes next, and why: a table over small plans."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.milestones.rules import build_board
from bot.milestones.rules.next_up import Next, Reason, Why, next_up
from bot.milestones.values import (
    Board,
    MilestoneChange,
    Override,
    OwnMilestone,
    Status,
    StoredMilestones,
)
from cogs.milestones.texts import because
from tests.milestones.circle import (
    PLAN,
    present,
)
from tests.plans.strategies import plan_in

TODAY = date(2026, 3, 2)
DUE = date(2026, 3, 16)
FAR = date(2026, 6, 1)
NOW = datetime(2026, 3, 2, tzinfo=UTC)
DONE, BEGUN, SKIPPED = Status.DONE, Status.IN_PROGRESS, Status.SKIPPED


def asked(
    states: dict[str, Status],
    dates: dict[str, date] | None = None,
    *,
    hidden: tuple[str, ...] = (),
    own: tuple[OwnMilestone, ...] = (),
    today: date = TODAY,
) -> tuple[Board, Next | None]:
    stored = StoredMilestones(
        {name: (MilestoneChange(1, status, NOW),) for name, status in states.items()},
        own,
        {
            **{name: Override(own_due=day) for name, day in (dates or {}).items()},
            **{name: Override(hidden=True) for name in hidden},
        },
    )
    board = build_board(plan_in(PLAN), stored, path="left", start=TODAY, today=today, zone="UTC")
    return board, next_up(board)


@pytest.mark.parametrize(
    ("states", "dates", "item", "reason"),
    [
        # The plan dates "write", and what it needs takes that date.
        ({}, {}, "read", Reason(Why.DUE, DUE)),
        ({"read": DONE}, {}, "write", Reason(Why.DUE, DUE, is_ready=True)),
        ({"read": SKIPPED}, {}, "write", Reason(Why.DUE, DUE, is_ready=True)),
        # An own date that is nearer wins; one past is overdue.
        ({}, {"talk": date(2026, 3, 5)}, "talk", Reason(Why.DUE, date(2026, 3, 5))),
        ({}, {"talk": date(2026, 3, 1)}, "talk", Reason(Why.OVERDUE, date(2026, 3, 1))),
        # What is wanted sooner than its own date says so.
        ({}, {"read": FAR}, "read", Reason(Why.PREREQUISITE, DUE, "Milestone write")),
        # Nothing within two weeks: what is begun comes before what is dated far off.
        ({"talk": BEGUN}, {"read": FAR, "write": FAR}, "talk", Reason(Why.IN_PROGRESS)),
        ({}, {"read": FAR, "write": FAR}, "read", Reason(Why.DUE, FAR)),
        # Of one date, the one that is begun.
        ({"talk": BEGUN}, {"talk": DUE}, "talk", Reason(Why.DUE, DUE)),
        # No dates left: the shortest of the block; without an estimate last.
        ({"read": DONE, "write": DONE}, {}, "talk", Reason(Why.SHORTEST)),
        ({"read": DONE, "write": DONE, "talk": DONE}, {}, "left-one", Reason(Why.SHORTEST)),
    ],
)
def test_what_comes_next_and_why(
    states: dict[str, Status], dates: dict[str, date], item: str, reason: Reason
) -> None:
    found = present(asked(states, dates)[1])
    assert (found.item.id, found.reason) == (item, reason)


def test_nothing_comes_next_when_all_is_closed_or_hidden() -> None:
    states = {"read": DONE, "write": SKIPPED, "left-one": DONE}
    assert asked(states, hidden=("talk",))[1] is None


def test_hidden_ones_hold_nothing_up() -> None:
    assert present(asked({}, hidden=("read",))[1]).item.id == "write"


def test_a_steps_date_counts_for_its_milestone_and_the_step_is_named() -> None:
    own = (
        OwnMilestone(1, "First", "talk"),
        OwnMilestone(2, "Second", "talk"),
        OwnMilestone(3, "Within", "own-2"),
    )
    found = present(asked({}, {"own-2": date(2026, 3, 4)}, own=own)[1])
    assert (found.item.id, present(found.step).id) == ("talk", "own-3")
    assert found.reason == Reason(Why.DUE, date(2026, 3, 4))
    found = present(asked({"own-3": DONE, "own-2": DONE}, own=own)[1])
    assert (found.item.id, found.step) == ("read", None)


@pytest.mark.parametrize(
    ("states", "dates", "said"),
    [
        (
            {"read": DONE},
            {"write": date(2026, 3, 7)},
            "due in 5 days (<t:1772884800:D>), everything before it is done, 4–6 h.",
        ),
        ({}, {"talk": TODAY}, "due today (<t:1772452800:D>), 1 h."),
        ({}, {"talk": date(2026, 3, 1)}, "planned for <t:1772366400:D>, 1 day ago, 1 h."),
        ({}, {"read": FAR}, "*Milestone write* waits for it and is due <t:1773662400:D>, 2–3 h."),
        ({"talk": BEGUN, "read": DONE, "write": DONE}, {}, "you have begun it, 1 h."),
        (
            {"read": DONE, "write": DONE},
            {},
            "no date presses, and of what comes next it is the shortest, 1 h.",
        ),
    ],
)
def test_the_reason_is_said(states: dict[str, Status], dates: dict[str, date], said: str) -> None:
    board, found = asked(states, dates)
    assert because(board, present(found)) == f"Because: {said}"
