"""A date to be reminded of, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.milestones.values import Item

MILESTONE = "milestone"
"""The kind of thing that this feature itself reminds of; features above it have their own."""


class Stage(StrEnum):
    """Where a milestone's date stood when it was named; each is said once for a date."""

    COMING = "coming"
    TODAY = "today"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class ReminderKey:
    """What is kept of a reminder, so that it is not sent again.

    ``thing_id`` tells a thing from others of its ``kind``, ``stage`` is the kind's own word.
    """

    kind: str
    thing_id: str
    due: date
    stage: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """A milestone or step to name, for its date ``due``; ``item`` as it stands now."""

    item: Item
    due: date
    stage: Stage

    @property
    def key(self) -> ReminderKey:
        """What is kept of it."""
        return ReminderKey(MILESTONE, self.item.id, self.due, self.stage)


@dataclass(frozen=True, slots=True)
class SentReminders:
    """What a sent message named, the earliest date first.

    ``day`` is the local date that the message was for; ``alone`` says that it held no prompt.
    """

    day: date
    alone: bool
    keys: tuple[ReminderKey, ...]
