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
REVEAL = "retros.reveal"
"""The kinds of delivery."""


class Anonymity(StrEnum):
    """Whether the authors of cards show at the reveal."""

    NAMED = "named"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a retro; positions count from 0."""

    position: int
    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Retro:
    """A retro as it stands. ``cards`` is how many there are; what they say shows at the reveal.

    ``panel`` and ``summary`` are None until they are posted; ``trouble`` says in a few words why
    the latest of them could not be.
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

    @property
    def is_open(self) -> bool:
        """Whether it still takes cards."""
        return self.closed_at is None

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
    """A card. ``author_id`` is None on anonymous ones: it is not kept anywhere."""

    id: int
    retro_id: int
    position: int
    author_id: int | None
    text: str


@dataclass(frozen=True, slots=True)
class AddedCard:
    """A new card, in the retro as it stands with it."""

    retro: Retro
    card: Card


@dataclass(frozen=True, slots=True)
class OwnCards:
    """A retro, and the cards that one member wrote in it with their name, oldest first."""

    retro: Retro
    cards: list[Card]
