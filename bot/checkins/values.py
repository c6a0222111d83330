"""A check-in's questions, answers and times, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

KIND = "check-in"
"""What reminders call it."""

LOWEST, HIGHEST = 1, 5
MAX_NOTE = 1000

LEAST_DAYS, USUAL_DAYS, MOST_DAYS = 28, 35, 42
"""How many days may lie between two check-ins."""

KEPT = timedelta(days=3 * 365)
"""How long a check-in is kept."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question: its lasting ``key``, one word for it, and five answers, the hardest first."""

    key: str
    name: str
    question: str
    answers: tuple[str, str, str, str, str]


# What was asked once is answered for good: whoever changes a question adds a version.
VERSIONS: dict[int, tuple[Item, ...]] = {
    1: (
        Item(
            "energy",
            "Energy",
            "Does rest bring your energy back?",
            (
                "No, I stay tired",
                "Only a little",
                "Some of it",
                "Mostly",
                "Yes, I start fresh",
            ),
        ),
        Item(
            "load",
            "Load",
            "How does the load of these weeks feel?",
            (
                "More than I can carry",
                "Heavy",
                "Full, but it works",
                "Fine",
                "Easy to carry",
            ),
        ),
        Item(
            "joy",
            "Joy",
            "Do you look forward to studying?",
            (
                "Not at all right now",
                "Rarely",
                "Now and then",
                "Mostly",
                "Very much",
            ),
        ),
        Item(
            "support",
            "Support",
            "Is there somebody you can turn to?",
            (
                "Nobody right now",
                "Hardly",
                "Perhaps",
                "Yes, if I ask",
                "Yes, and I do",
            ),
        ),
    ),
}
PRESENT = max(VERSIONS)
"""The version that is asked now."""

Levels = tuple[int, ...]
"""An answer for each item of a version, from 1 (the hardest) to 5."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What a member answered on their local date ``taken_on``, to the questions of its version."""

    taken_on: date
    version: int
    levels: Levels
    note: str | None

    @property
    def by_key(self) -> dict[str, int]:
        """The level of each item, by its key."""
        return {item.key: level for item, level in zip(self.items, self.levels, strict=True)}

    @property
    def items(self) -> tuple[Item, ...]:
        """What was asked."""
        return VERSIONS[self.version]


@dataclass(frozen=True, slots=True)
class Past:
    """What the next offer goes by; each is a local date of the member.

    ``since`` is when they came to the group. ``named_on`` is when a message last offered one.
    """

    since: date
    cadence: int = USUAL_DAYS
    is_stopped: bool = False
    taken_on: date | None = None
    skipped_on: date | None = None
    named_on: date | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """When a check-in is due next, from ``due`` on; ``is_open``: it may be shown as offered.

    ``to_name`` says that no message has offered this one yet.
    """

    due: date
    is_open: bool
    to_name: bool
