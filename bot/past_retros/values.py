"""Retros that are over, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.actions.values import Action
from bot.retros.values import Card, Retro
from bot.themes.values import Theme

ThemeKey = tuple[int, int]
"""The retro and the number of a theme."""

Recurring = Mapping[ThemeKey, tuple[ThemeKey, ...]]
"""What came up in other retros too: for each theme those of them that are like it, oldest first."""


@dataclass(frozen=True, slots=True)
class PastRetro:
    """A retro that is over, and what came of it; ``held_on`` is the group's date of its opening.

    ``themes`` are those that members made, by votes: they named one, put its cards together or
    voted for it. ``cards`` are all others, by column; ``comments`` came after the reveal.
    """

    retro: Retro
    held_on: date
    facts: tuple[str, ...]
    themes: tuple[Theme, ...]
    cards: tuple[Card, ...]
    comments: tuple[Card, ...]
    actions: tuple[Action, ...]

    @property
    def all_cards(self) -> tuple[Card, ...]:
        """Its cards, in themes or not, without the comments."""
        return (*(card for theme in self.themes for card in theme.cards), *self.cards)


@dataclass(frozen=True, slots=True)
class Archive:
    """All of a group's retros that are over, the newest first."""

    guild_id: int
    retros: tuple[PastRetro, ...]

    def retro(self, retro_id: int) -> PastRetro | None:
        """The one with this id, if it is there."""
        return next((each for each in self.retros if each.retro.id == retro_id), None)


class Kind(StrEnum):
    """What a search finds."""

    THEME = "theme"
    CARD = "card"
    COMMENT = "comment"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that a search found, in this retro."""

    past: PastRetro
    kind: Kind
    text: str
