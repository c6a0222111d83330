"""Actions, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.retros.values import Retro
from bot.scheduling.recurrence import local_date

KIND = "action"
"""What reminders call an action, and what the origin of its step begins with."""


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


class Show(StrEnum):
    """Which actions a list shows."""

    ALL = "all"
    MINE = "mine"
    OPEN = "open"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class ActionMessage:
    """The message of the group's server that an action was made of; nothing else of it is kept."""

    channel_id: int
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action. ``due_on`` is a local date in ``zone``, the group's: in time until it ends.

    ``owner_id`` took it on, ``asked_id`` was asked and has not answered; at most one is set, and
    neither for somebody who is not in the group now. ``since`` is when that came about. ``step`` is
    the id of its step in the owner's plan.
    """

    id: int
    guild_id: int
    retro_id: int | None
    text: str
    owner_id: int | None
    asked_id: int | None = None
    since: datetime | None = None
    due_on: date
    zone: str
    status: ActionStatus
    kept_in_retro_id: int | None = None
    created_at: datetime | None = None
    finished_at: datetime | None = None
    step: str | None = None
    message: ActionMessage | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits to be done."""
        return self.status is ActionStatus.OPEN

    def day_of(self, at: datetime | None) -> str | None:
        """The group's local date of an instant, in ISO's form."""
        return None if at is None else local_date(at, self.zone).isoformat()

    def is_of(self, user_id: int) -> bool:
        """Whether somebody has taken it on, or is asked to."""
        return user_id in (self.owner_id, self.asked_id)


@dataclass(frozen=True, slots=True)
class ActionChange:
    """An action after an act; ``changed`` is False when it already was so."""

    action: Action
    changed: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """What of the group's actions somebody sees, who may be an organiser. ``open`` counts all."""

    actions: tuple[Action, ...]
    show: Show
    user_id: int
    is_organiser: bool
    open: int


@dataclass(frozen=True, slots=True)
class SeenAction:
    """An action as somebody sees it, who may be an organiser."""

    action: Action
    user_id: int
    is_organiser: bool


@dataclass(frozen=True, slots=True)
class ActionReview:
    """A retro, and what was unfinished when it opened, as somebody sees it."""

    retro: Retro
    actions: list[Action]
    user_id: int = 0
    is_organiser: bool = False
