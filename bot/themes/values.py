"""Themes and ballots, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.inputs.text import cut
from bot.public_panels import PostedMessage
from bot.retros.values import Card, Retro

DISCUSS = "themes.discuss"
"""The kind of delivery: the first themes get their threads. Its subject is the retro's id."""

MAX_LABEL = 60


@dataclass(frozen=True, slots=True)
class Theme:
    """Cards that belong together. ``votes`` is None until the vote has ended.

    ``rank`` counts from 1 those that are discussed, at ``message``, in ``thread_id``, which begins
    with the message ``opening_id``; ``trouble`` says in a few words why there is no thread.
    """

    number: int
    title: str | None
    cards: tuple[Card, ...]
    votes: int | None = None
    rank: int | None = None
    message: PostedMessage | None = None
    thread_id: int | None = None
    opening_id: int | None = None
    trouble: str | None = None

    @property
    def label(self) -> str:
        """What it is called: by whoever named it, or by how its first card begins."""
        return cut(" ".join((self.title or self.cards[0].text).split()), MAX_LABEL)

    @property
    def text(self) -> str:
        """All that it says."""
        return "\n".join((self.title or "", *(card.text for card in self.cards)))


@dataclass(frozen=True, slots=True)
class Grouped:
    """A retro with its themes, in the order of their numbers."""

    retro: Retro
    themes: tuple[Theme, ...]

    def theme(self, number: int) -> Theme | None:
        """The theme with that number, if it is there still."""
        return next((each for each in self.themes if each.number == number), None)


@dataclass(frozen=True, slots=True)
class Ballot:
    """A retro with its themes, and how many votes one member gives which."""

    retro: Retro
    themes: tuple[Theme, ...]
    given: Mapping[int, int]

    @property
    def left(self) -> int:
        """How many votes they still have."""
        return self.retro.ballot.votes - sum(self.given.values())
