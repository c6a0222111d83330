"""Conferences and their deadlines, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.errors import NotFound
from bot.milestones.values import Tally
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


class EventKind(StrEnum):
    """What a member went to."""

    CONFERENCE = "conference"
    MEETUP = "meetup"


@dataclass(frozen=True, slots=True)
class Attended:
    """A conference or meetup that a member went to, on their local date ``on``.

    ``is_counted`` says that it stands in their plan's count, ``takes_it`` that a press may count it
    now.
    """

    id: int
    name: str
    kind: EventKind
    on: date
    link: str | None
    is_counted: bool
    takes_it: bool


@dataclass(frozen=True, slots=True)
class AttendedCount:
    """The milestone of the plan that counts them, in the present period.

    ``number`` is that of its last change.
    """

    milestone_id: str
    title: str
    number: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class Attendance:
    """All that a member went to, the newest first; ``count`` is None where the plan asks for none.

    ``this_year`` is how many of them were in the member's present year.
    """

    events: tuple[Attended, ...]
    this_year: int
    count: AttendedCount | None

    def event(self, event_id: int) -> Attended:
        """One of them.

        Raises:
            NotFound: there is none.
        """
        for each in self.events:
            if each.id == event_id:
                return each
        raise NotFound("I do not find that one among yours. It may be removed already.")
