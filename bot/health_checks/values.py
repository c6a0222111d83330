"""A health check's items, answers and figures, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Item:
    """What is asked: its lasting ``key``, one word for it, and the sentence that is weighed."""

    key: str
    name: str
    sentence: str


ITEMS = (
    Item("pace", "Pace", "The pace of the last weeks suits me"),
    Item("learning", "Learning", "I am learning what I came here for"),
    Item("help", "Help", "When I am stuck, I find help here"),
    Item("voice", "Voice", "I can say what I think, and it is heard"),
    Item("spirit", "Spirit", "I look forward to what we do next"),
)

Levels = tuple[int, ...]
"""An answer: how far each of `ITEMS` holds, from 1 (not at all) to 5 (fully)."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A member's answer. ``secret`` is theirs alone: it lets them change it or take it back."""

    retro_id: int
    closes_at: datetime
    secret: str
    levels: Levels


@dataclass(frozen=True, slots=True)
class Check:
    """The health check of a retro, while it is open.

    It is not offered to a group of too few ``members``; ``has_answered`` says whether the caller
    has.
    """

    retro_id: int
    closes_at: datetime
    members: int
    has_answered: bool


@dataclass(frozen=True, slots=True)
class HealthFigure:
    """What the group sees of a retro's health check: the mean of each item, by its key."""

    retro_id: int
    opened_at: datetime
    answers: int
    members: int
    means: dict[str, float]


@dataclass(frozen=True, slots=True)
class HealthTrend:
    """The figures of the latest retros, oldest first.

    ``unshown`` is when each retro opened, after the first of these, of which there is none.
    """

    figures: tuple[HealthFigure, ...]
    unshown: tuple[datetime, ...]
    zone: str
