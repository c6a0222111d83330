"""Conferences and their deadlines, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.reminders.values import ReminderKey
from bot.scheduling.recurrence import find_zone

KIND = "deadline"
"""What reminders call a watched deadline."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (UTC), and the IANA zone of whose clocks it was given."""

    at: datetime
    zone: str

    @property
    def wall(self) -> datetime:
        """What clocks there show."""
        return self.at.astimezone(find_zone(self.zone))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A coming deadline that a member aims for; ``at`` is an instant (UTC).

    ``id`` is the conference's, which it keeps when its deadline moves.
    """

    name: str
    at: datetime
    link: str | None
    id: int


@dataclass(frozen=True, slots=True)
class DeadlineReminder:
    """A watched deadline to name; ``due`` is the member's local date on which it falls."""

    deadline: Deadline
    due: date
    key: ReminderKey


@dataclass(frozen=True, slots=True)
class Conference:
    """A conference of the group, as one member sees it.

    ``added_by`` is None once whoever added it is gone; ``watched`` tells whether this member aims
    for it, ``changeable`` whether they may change and remove it: whoever added it, and organisers.
    """

    id: int
    name: str
    deadline: Moment
    link: str | None
    added_by: int | None
    watched: bool
    changeable: bool


class ConferenceOutcome(StrEnum):
    """What adding a conference did."""

    ADDED = "added"
    CHANGED = "changed"
    THERE = "there"


@dataclass(frozen=True, slots=True)
class AddedConference:
    """A conference after it was added, and whether it is new, changed, or was there already."""

    conference: Conference
    outcome: ConferenceOutcome
