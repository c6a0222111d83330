"""Sessions and their meetings, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.public_panels import PostedMessage, PublicPanel
from bot.reminders.values import ReminderKey

KIND = "session"
"""What reminders call a meeting."""

PANEL = PublicPanel("session")
"""The message in which the group sees a meeting, and who comes."""

POST = "sessions.panel"
EVENT = "sessions.event"
TELL = "sessions.tell"
MESSAGE = "sessions.message"
OVER = "sessions.over"
TAKE_DOWN = "sessions.take_down"


class Why(StrEnum):
    """What a message to those who come is about."""

    SOON = "soon"
    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A session as an organiser asks for it. ``voice_id`` is the voice channel it is held in."""

    when: str
    topic: str
    weekly: bool = False
    minutes: int = 60
    place: str | None = None
    voice_id: int | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """What a meeting is about: its title, and the page of the paper it is about."""

    title: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Notes:
    """What was noted of a meeting, last by ``author_id`` (None: somebody who is gone).

    ``number`` counts its versions.
    """

    text: str
    number: int
    author_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One time that the group meets, as everybody in it may see it.

    One that ``is_weekly`` ``goes_on`` in the next week until its series is ended. ``day`` is the
    group's date that it was planned for, wherever it was moved. ``coming`` are the
    members who are here and come, in the order in which they said so; ``absent`` counts those who
    said that they cannot. ``milestone_id`` names the milestone of the plan that it is about.
    """

    id: int
    guild_id: int
    session_id: int
    is_weekly: bool
    goes_on: bool
    day: date
    starts_at: datetime
    ends_at: datetime
    topic: Topic
    place: str | None
    voice_id: int | None
    is_over: bool
    is_cancelled: bool
    panel: PostedMessage | None
    event_id: int | None
    revision: int
    coming: tuple[int, ...] = ()
    absent: int = 0
    notes: Notes | None = None
    milestone_id: str | None = None

    def has_begun(self, now: datetime) -> bool:
        """Whether it is going on, or over."""
        return self.starts_at <= now

    @property
    def takes_answers(self) -> bool:
        """Whether one can still say whether one comes."""
        return not self.is_over


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting after an organiser planned or moved it.

    ``skipped_hour`` says that clocks skip the hour that was asked for, so that it begins later.
    """

    meeting: Meeting
    skipped_hour: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a message to those who come carries."""

    meeting: Meeting
    why: Why


@dataclass(frozen=True, slots=True)
class MeetingReminder:
    """A meeting that a member goes to, to be named in their daily message for ``due``."""

    meeting: Meeting
    due: date
    key: ReminderKey


@dataclass(frozen=True, slots=True)
class TellSubject:
    """What a telling is about, as its schedule's subject has it: ``meeting:revision:why``."""

    meeting_id: int
    revision: int
    why: Why

    def __str__(self) -> str:
        """As it is kept."""
        return f"{self.meeting_id}:{self.revision}:{self.why}"

    @classmethod
    def read(cls, subject: str) -> TellSubject:
        """What ``str`` wrote."""
        meeting_id, revision, why = subject.split(":")
        return cls(int(meeting_id), int(revision), Why(why))
