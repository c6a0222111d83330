"""Retros, their columns and cards, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.errors import NotFound
from bot.public_panels import PostedMessage, PublicPanel

PANEL = PublicPanel("retro panel")
"""What the group sees of a retro from its opening on, by the retro's id."""

SUMMARY = PublicPanel("retro summary")
"""What the group sees of a retro from its reveal on, by the retro's id."""

OPEN = "retros.open"
PHASE = "retros.phase"
"""The kinds of delivery: a retro opens; a phase of it is over (see `PhaseEnd`)."""


class Phase(StrEnum):
    """Where a retro stands."""

    FACTS = "facts"
    COLLECT = "collect"
    GROUP = "group"
    VOTE = "vote"
    DISCUSS = "discuss"
    ACT = "act"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class PhaseEnd:
    """What a delivery of that kind is about: a retro, and the phase that is over.

    Where it is ``CLOSED``, only what stands is to be posted, such as once more.
    """

    retro_id: int
    phase: Phase

    @classmethod
    def read(cls, subject: str) -> PhaseEnd:
        """What ``str()`` gave back as the subject of a delivery."""
        retro_id, _, phase = subject.partition(":")
        return cls(int(retro_id), Phase(phase))

    def __str__(self) -> str:
        return f"{self.retro_id}:{self.phase}"


class Anonymity(StrEnum):
    """Whether the authors of cards show at the reveal."""

    NAMED = "named"
    ANONYMOUS = "anonymous"


ANONYMOUS = "Anonymous: no name is stored with a card."
"""What stands below everything that shows an anonymous retro."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a retro; positions count from 0."""

    position: int
    title: str
    question: str


@dataclass(frozen=True, slots=True)
class BallotRules:
    """How a retro's themes are voted on; fixed when it opens.

    Everybody has ``votes`` votes, of which a theme takes ``per_theme``. Without ``own_cards`` none
    go to a theme that holds nobody else's cards: that needs names.
    """

    votes: int = 3
    per_theme: int = 1
    own_cards: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """How a retro is to be held, as chosen at its opening.

    ``days`` is how long each phase takes; None: as long as each mostly does. A quick one only
    collects and decides. The rest is as in `BallotRules`.
    """

    is_quick: bool = False
    days: int | None = None
    votes: int = 3
    per_theme: int = 1
    own_votes: bool = True


USUAL = Plan()


@dataclass(frozen=True, slots=True)
class Retro:
    """A retro as it stands. ``cards`` is how many there are; what they say shows at the reveal.

    Comments, which come after that, do not count.

    ``reveal_at`` is when that is due, ``revealed_at`` when it was; ``phase_ends_at`` is None once
    it is closed. ``panel`` and ``summary`` are None until they are posted; the summary was posted
    last for ``shown_phase``. ``trouble`` says in a few words why the latest of them could not be.
    ``days`` is how long each phase takes, where that was chosen.
    """

    id: int
    guild_id: int
    title: str
    anonymity: Anonymity
    columns: tuple[Column, ...]
    cards: int
    opened_at: datetime
    reveal_at: datetime
    closed_at: datetime | None
    panel: PostedMessage | None
    summary: PostedMessage | None
    trouble: str | None
    phase: Phase
    phase_ends_at: datetime | None
    revealed_at: datetime | None
    shown_phase: Phase | None = None
    is_quick: bool = False
    days: int | None = None
    is_extended: bool = False
    ballot: BallotRules = BallotRules()

    @property
    def is_open(self) -> bool:
        """Whether any phase still goes on."""
        return self.closed_at is None

    @property
    def takes_cards(self) -> bool:
        """Whether its cards are still hidden, and can be written and changed."""
        return self.is_open and self.revealed_at is None

    @property
    def takes_comments(self) -> bool:
        """Whether its cards are revealed, and what comes late can stand beside them."""
        return self.is_open and self.revealed_at is not None

    @property
    def is_behind(self) -> bool:
        """Whether the group has read a summary, but none for where the retro stands now."""
        return self.trouble is not None and self.summary is not None

    @property
    def is_anonymous(self) -> bool:
        """Whether cards are kept without their authors."""
        return self.anonymity is Anonymity.ANONYMOUS

    def column(self, position: int) -> Column:
        """The column at ``position``.

        Raises:
            NotFound: there is none.
        """
        for column in self.columns:
            if column.position == position:
                return column
        raise NotFound("That retro has no such column.")


@dataclass(frozen=True, slots=True)
class RetroOutcome:
    """A retro whose panel or summary is on its way; ``again`` when an earlier try failed.

    ``summaries`` counts the summaries of other retros that could not be posted before and are on
    their way too. ``missed_on`` is the date of the latest opening that never came, if it was later
    than any retro.
    """

    retro: Retro
    again: bool
    summaries: int
    missed_on: date | None = None


@dataclass(frozen=True, slots=True)
class RetroSpan:
    """How long a retro takes cards. ``scheduled_for`` is None for one that a person opened."""

    retro_id: int
    scheduled_for: date | None
    opened_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """A card. ``author_id`` is None on anonymous ones: it is not kept anywhere.

    One that came after the reveal ``is_comment``.
    """

    id: int
    retro_id: int
    position: int
    author_id: int | None
    text: str
    is_comment: bool = False


@dataclass(frozen=True, slots=True)
class AddedCard:
    """A new card, in the retro as it stands with it.

    ``secret`` lets its writer change it where it is anonymous; only its hash is stored.
    """

    retro: Retro
    card: Card
    secret: str | None = None


@dataclass(frozen=True, slots=True)
class OwnCards:
    """A retro, and the cards that one member wrote in it with their name, oldest first."""

    retro: Retro
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class OwnSecret:
    """An anonymous card as whoever holds its ``secret`` sees it, in its retro."""

    retro: Retro
    position: int
    text: str
    secret: str
