"""Actions, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.retros.values import Retro

KIND = "action"
"""What reminders call an action."""


class ActionStatus(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def mark(self) -> str:
        """The mark in front of it."""
        return _MARKS[self]


_MARKS = {ActionStatus.OPEN: "○", ActionStatus.DONE: "●", ActionStatus.DROPPED: "⊘"}


@dataclass(frozen=True, slots=True)
class Action:
    """An action. ``due_on`` is a local date in ``zone``, the group's: in time until it ends."""

    id: int
    guild_id: int
    retro_id: int | None
    text: str
    owner_id: int
    due_on: date
    zone: str
    status: ActionStatus
    kept_in_retro_id: int | None

    @property
    def is_open(self) -> bool:
        """Whether it waits to be done."""
        return self.status is ActionStatus.OPEN


@dataclass(frozen=True, slots=True)
class ActionChange:
    """An action after an act; ``changed`` is False when it already was so."""

    action: Action
    changed: bool


@dataclass(frozen=True, slots=True)
class ActionReview:
    """A retro, and what was unfinished when it opened."""

    retro: Retro
    actions: list[Action]
