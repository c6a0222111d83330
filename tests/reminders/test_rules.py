"""Which dates are named today: soon ones and past ones, each once (no message is sent here)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.milestones.rules.build_board import build_board
from bot.milestones.values import Board, MilestoneChange, Override, Status, StoredMilestones
from bot.reminders.rules import LEAD, due_reminders, lead_to_name
from bot.reminders.values import MILESTONE, Reminder, ReminderKey, Stage
from tests.milestones.circle import NOW, PLAN
from tests.plans.strategies import plan_in

START = date(2026, 3, 2)
TODAY = date(2026, 3, 16)
# The two that the plan dates.
HIDDEN = {name: Override(hidden=True) for name in ("read", "write")}


def board(due: date | None, status: Status = Status.NOT_STARTED, *, hidden: bool = False) -> Board:
    """``talk`` with this date of the member's own; what the plan dates is hidden."""
    changes = () if status is Status.NOT_STARTED else (MilestoneChange(1, status, NOW, due_on=due),)
    stored = StoredMilestones(
        history={"talk": changes} if changes else {},
        overrides={"talk": Override(own_due=due, hidden=hidden), **HIDDEN},
    )
    plan = plan_in(PLAN)
    return build_board(plan, stored, path=None, start=START, today=TODAY, zone="UTC")


def named(
    due: date | None,
    status: Status = Status.NOT_STARTED,
    *,
    hidden: bool = False,
    sent: Collection[ReminderKey] = (),
    next_day: date | None = TODAY + timedelta(days=1),
) -> list[Stage]:
    view = board(due, status, hidden=hidden)
    return [reminder.stage for reminder in due_reminders(view, sent, next_day=next_day)]


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (-400, Stage.PAST),
        (-1, Stage.PAST),
        (0, Stage.TODAY),
        (1, Stage.COMING),
        (3, Stage.COMING),
        (4, None),
    ],
)
def test_a_date_is_named_three_days_ahead_on_its_day_and_once_it_has_passed(
    days: int, stage: Stage | None
) -> None:
    due = TODAY + timedelta(days=days)
    assert named(due) == ([stage] if stage else [])
    if stage is not None:
        assert named(due, sent={ReminderKey(MILESTONE, "talk", due, stage)}) == []
    if stage in (Stage.TODAY, Stage.PAST):
        assert named(due, sent={ReminderKey(MILESTONE, "talk", due, Stage.COMING)}) == [stage]
    assert named(due, sent={ReminderKey(MILESTONE, "talk", date(2026, 1, 1), Stage.PAST)}) == named(
        due
    )


@pytest.mark.parametrize(
    ("due", "status", "hidden"),
    [
        (None, Status.NOT_STARTED, False),
        (TODAY, Status.DONE, False),
        (TODAY, Status.SKIPPED, False),
        (TODAY, Status.NOT_STARTED, True),
    ],
)
def test_what_is_closed_hidden_or_undated_is_not_named(
    due: date | None, status: Status, hidden: bool
) -> None:
    assert named(TODAY, Status.IN_PROGRESS) == [Stage.TODAY]
    assert named(due, status, hidden=hidden) == []


@pytest.mark.parametrize(("days", "is_named"), [(4, True), (9, True), (10, False), (11, False)])
def test_what_is_due_before_the_next_message_is_named_now(days: int, is_named: bool) -> None:
    """Ten days until the next one: what is due on that day is named on it."""
    next_day = TODAY + timedelta(days=10)
    assert bool(named(TODAY + timedelta(days=days), next_day=next_day)) is is_named


@given(st.integers(0, 30), st.integers(1, 7))
def test_every_date_is_named_before_it_comes_however_rare_the_messages(
    days: int, every: int
) -> None:
    """Said on each ``every``-th day, starting today: the last chance is never after the date."""
    due = TODAY + timedelta(days=days)
    told: list[Reminder] = []
    for offset in range(0, 45, every):
        today = TODAY + timedelta(days=offset)
        view = build_board(
            plan_in(PLAN),
            StoredMilestones(overrides={"talk": Override(own_due=due), **HIDDEN}),
            path=None,
            start=START,
            today=today,
            zone="UTC",
        )
        sent = [reminder.key for reminder in told]
        told += due_reminders(view, sent, next_day=today + timedelta(days=every))
        if offset == 0 and days <= LEAD.days:
            assert told
        if today <= due < today + timedelta(days=every):
            assert told
            assert told[-1].stage is (Stage.TODAY if due == today else Stage.COMING)
    keys = [reminder.key for reminder in told]
    assert len(keys) == len(set(keys)), "each once"
    assert told[-1].stage is Stage.PAST


@pytest.mark.parametrize(
    ("days", "next_in", "sent", "lead"),
    [
        (31, 1, (), None),
        (30, 1, (), 30),
        (29, 1, ("30",), None),
        (29, 1, (), 30),
        (7, 1, ("30",), 7),
        (1, 1, ("30", "7"), 1),
        (0, 1, ("30", "7", "1"), None),
        (-1, 1, (), None),
        # Friday speaks for the weekend, on which nothing comes.
        (9, 3, ("30",), 7),
        (10, 3, ("30",), None),
        (1, None, (), 1),
    ],
)
def test_c6_a_lead_is_named_on_its_day_or_the_last_before_it(
    days: int, next_in: int | None, sent: Collection[str], lead: int | None
) -> None:
    due = TODAY + timedelta(days=days)
    next_day = None if next_in is None else TODAY + timedelta(days=next_in)
    assert lead_to_name(due, (30, 7, 1), sent, today=TODAY, next_day=next_day) == lead
