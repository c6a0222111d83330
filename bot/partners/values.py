"""Study partners, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.partners.matching_values import Candidate, Kind, Pair, Role

ROUND, INTRODUCE, MESSAGE = "partner-round", "partner-pair", "partner-message"
"""Kinds of deliveries: a round is made; a pair is introduced; a member is told something."""

KIND = "partners"
"""What reminders call the question whether partners met."""

Together = tuple[int, tuple[int, ...]]
"""The number of a round, and who was in a pair that it made."""

SERIES, BY_HAND, EXTRA = "", "now", "extra"
"""What a round's delivery is about: it came by itself, was asked for, or is between two others."""

MAX_TOPICS, MAX_ROLES, MAX_TROUBLE = 150, 30, 200
FEWEST_WEEKS, MOST_WEEKS = 2, 8
MOST_NOT_WITH = 25


class Met(StrEnum):
    """What somebody says of whether they met."""

    YES = "yes"
    NOT_YET = "not_yet"
    NO = "no"


class Why(StrEnum):
    """Why a member is told something."""

    HELLO = "hello"
    """Who their partner is, where no thread says so."""
    NOBODY = "nobody"
    """This round has no partner for them."""
    ENDED = "ended"
    """Their pair ended early."""
    ASK = "ask"
    """Whether they met."""


@dataclass(frozen=True, slots=True)
class TellSubject:
    """What a message is about: the pair, or for `Why.NOBODY` the round."""

    thing_id: int
    why: Why

    def __str__(self) -> str:
        """As a delivery's subject holds it."""
        return f"{self.thing_id}:{self.why}"

    @classmethod
    def read(cls, text: str) -> TellSubject:
        """The subject that a delivery holds."""
        thing_id, _, why = text.partition(":")
        return cls(int(thing_id), Why(why))


@dataclass(frozen=True, slots=True)
class Entry:
    """What a member says of themselves as a partner."""

    roles: tuple[Role, ...]
    capacity: int
    topics: tuple[str, ...]
    shows_axes: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """A member who takes part. ``is_paused`` holds for their present date."""

    user_id: int
    entry: Entry
    is_paused: bool
    paused_until: date | None


@dataclass(frozen=True, slots=True)
class OfPair:
    """Somebody in a pair, as the others may know them."""

    user_id: int
    has_left: bool


@dataclass(frozen=True, slots=True)
class Partnership:
    """A pair as one of its members sees it; ``others`` may be fewer once somebody was forgotten.

    ``met`` and ``asks_on`` are the member's own. ``is_mentor`` says that they are the mentor in it.
    """

    id: int
    guild_id: int
    kind: Kind
    others: tuple[OfPair, ...]
    is_mentor: bool
    made_at: datetime
    ended_at: datetime | None
    has_left: bool
    thread_id: int | None
    is_introduced: bool
    asks_on: date
    met: Met | None

    @property
    def is_open(self) -> bool:
        """Whether they are partners now."""
        return self.ended_at is None and not self.has_left and bool(self.partners)

    @property
    def partners(self) -> tuple[int, ...]:
        """Who is still in it beside them."""
        return tuple(each.user_id for each in self.others if not each.has_left)

    def is_asked(self, today: date) -> bool:
        """Whether the member has still to say whether they met."""
        return self.is_open and self.met is None and self.asks_on <= today


@dataclass(frozen=True, slots=True)
class Mine:
    """How a member stands: their profile (None: they take no part), pairs, and what is ahead.

    ``waits`` says that they had no partner in the last round they took part in.
    """

    guild_id: int
    profile: Profile | None
    pairs: tuple[Partnership, ...]
    waits: bool
    next_round: datetime | None
    zone: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What a member said of a pair; ``milestone`` is what that may finish: its id and title."""

    pair: Partnership
    milestone: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Pool:
    """Who can be paired now, and what is to be kept clear of."""

    candidates: tuple[Candidate, ...]
    not_with: frozenset[Pair]
    met_before: tuple[tuple[Pair, int], ...]
    number: int


@dataclass(frozen=True, slots=True)
class Introduction:
    """A pair that is to be introduced: who is in it, and what they have in common.

    ``together`` are the instants between which all of them are awake, for the longest time of the
    day; None where there is no such time. ``question`` is one of the plan's.
    """

    id: int
    guild_id: int
    number: int
    kind: Kind
    members: tuple[int, ...]
    channel_id: int
    thread_id: int | None
    trouble: str | None
    is_introduced: bool
    topics: tuple[str, ...]
    axes: tuple[str, ...]
    together: tuple[datetime, datetime] | None
    question: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the group's rounds stand, for organisers: numbers alone.

    ``weeks`` is None where rounds do not come by themselves; ``channel_id`` is where pairs have
    their threads.
    """

    taking_part: int
    paused: int
    weeks: int | None
    next_round: datetime | None
    last_round: datetime | None
    troubles: int
    channel_id: int
