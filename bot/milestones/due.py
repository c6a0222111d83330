"""Which dates are worth a word today: those that come near, and those gone by. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.milestones.values import Board, Item

LEAD = timedelta(days=3)
"""How long before its date a milestone is named, at least."""


class Stage(StrEnum):
    """Where a date stood when it was named; each is said once for a date."""

    COMING = "coming"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Said:
    """That a milestone was named for a date."""

    milestone_id: str
    due: date
    stage: Stage


@dataclass(frozen=True, slots=True)
class Reminder:
    """A milestone or step to name, for its date ``due``; ``item`` as it stands now."""

    item: Item
    due: date
    stage: Stage

    @property
    def said(self) -> Said:
        """What is kept of it, so that it is not said again."""
        return Said(self.item.id, self.due, self.stage)


def to_remind(
    board: Board, said: Collection[Said], *, next_on: date | None
) -> tuple[Reminder, ...]:
    """What to name today and was not yet, the earliest date first.

    ``next_on`` is the next day on which something can be said: what would be due before it is named
    now, however far it is. A date that was moved is a new one.
    """
    ahead = board.today + LEAD
    if next_on is not None:
        ahead = max(ahead, next_on - timedelta(days=1))
    found = []
    for item in board.items:
        if item.due is None or not item.status.is_open or item.due > ahead:
            continue
        stage = Stage.PAST if item.due < board.today else Stage.COMING
        reminder = Reminder(item, item.due, stage)
        if reminder.said not in said:
            found.append(reminder)
    return tuple(sorted(found, key=lambda reminder: reminder.due))
