"""Talks, evenings and feedback, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.milestones.values import Item
from bot.reminders.values import ReminderKey
from bot.sessions.values import Meeting

KIND = "talk"
"""What reminders call a talk of one's own."""

CLOSE = "talks.close"
RESULT = "talks.result"

LOWEST, HIGHEST = 1, 5


class Listener(StrEnum):
    """From whose view feedback is given."""

    TECHNICAL = "technical"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A talk, as everybody in the group may see it.

    ``meeting_id`` is the evening that it stands on, which is not called off; ``starts_at`` and
    ``ends_at`` are that evening's. ``is_held`` says that the evening is over, ``is_closed`` that no
    feedback is taken any more, ``has_result`` that enough of it came to be shown.
    """

    id: int
    guild_id: int
    speaker_id: int
    title: str
    about: str | None
    minutes: int
    slides: str | None
    recording: str | None
    meeting_id: int | None
    position: int
    starts_at: datetime | None
    ends_at: datetime | None
    is_held: bool
    is_closed: bool
    has_result: bool

    def has_begun(self, now: datetime) -> bool:
        """Whether its evening has begun."""
        return self.starts_at is not None and self.starts_at <= now


@dataclass(frozen=True, slots=True)
class Evening:
    """A meeting with its talks in their order, and the proposals that stand on none."""

    meeting: Meeting
    talks: tuple[Talk, ...]
    waiting: tuple[Talk, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a listener says: how clear a talk was and how much it brought, and what to keep."""

    listener: Listener
    clarity: int
    impact: int
    keep: str | None


@dataclass(frozen=True, slots=True)
class Signed:
    """Feedback with the name of who gave it, as they chose."""

    user_id: int
    feedback: Feedback


@dataclass(frozen=True, slots=True)
class Means:
    """What so many listeners said on average."""

    people: int
    clarity: float
    impact: float


@dataclass(frozen=True, slots=True)
class FeedbackResult:
    """Anonymous feedback on a talk, once there is enough.

    ``by_listener`` is there where both kinds of listeners are enough for themselves.
    """

    everybody: Means
    by_listener: dict[Listener, Means]
    keep: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnTalk:
    """A talk of the caller's own, with its feedback and what it counts towards, if anything."""

    talk: Talk
    result: FeedbackResult | None
    signed: tuple[Signed, ...]
    count: TalkCount | None


@dataclass(frozen=True, slots=True)
class TalkCount:
    """How a talk that was held stands with the milestone that the plan names for talks.

    ``is_counted`` says that the talk is in it already, ``takes_it`` that it can be counted now.
    """

    item: Item
    is_counted: bool
    takes_it: bool


@dataclass(frozen=True, slots=True)
class TalkReminder:
    """A talk of the member's own to name, which is on their date ``due``."""

    talk: Talk
    due: date
    key: ReminderKey
