"""The rules of a retro: its formats, when it opens and is revealed, what a card may say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.errors import UserError
from bot.groups.values import Group
from bot.inputs.dates import say_date
from bot.inputs.text import visible_text
from bot.retros.values import Anonymity
from bot.scheduling.recurrence import Monthly, find_zone

MAX_CARD = 4000
COLLECTING = timedelta(days=3)
# An opening this late would surprise; a reveal is owed to those who wrote cards.
OPEN_LATENESS = timedelta(days=3)
REVEAL_LATENESS = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class ColumnText:
    """A column's title (at most 45 characters, so that it can head a form) and its question."""

    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Format:
    """A way to look back. ``key`` is stable; it has one to four columns."""

    key: str
    title: str
    columns: tuple[ColumnText, ...]


WORKED_ADJUST = Format(
    key="worked-adjust",
    title="Worked / adjust",
    columns=(
        ColumnText("Worked", "What worked, and should stay?"),
        ColumnText("Adjust", "What should we do differently?"),
    ),
)

FORMATS = (WORKED_ADJUST,)
"""The formats a retro can have. A further one is one more entry; a retro keeps its own copy."""


def find_format(key: str) -> Format:
    """The format called ``key``.

    Raises:
        UserError: there is none.
    """
    for known in FORMATS:
        if known.key == key:
            return known
    names = ", ".join(f"`{known.key}`" for known in FORMATS)
    raise UserError(f"I do not know that retro format. There is {names}.")


def find_anonymity(key: str) -> Anonymity:
    """Whether names show, as chosen.

    Raises:
        UserError: it is neither choice.
    """
    if key not in set(Anonymity):
        raise UserError("A retro is `anonymous` or `named`. Choose one of the two.")
    return Anonymity(key)


def opening(group: Group) -> Monthly:
    """When a group's retros open."""
    return Monthly(group.retro_day, group.retro_at, group.zone)


def reveal_time(opened_at: datetime, zone: str) -> datetime:
    """When a retro's cards are revealed: three days later, at the same wall time in ``zone``."""
    return (opened_at.astimezone(find_zone(zone)) + COLLECTING).astimezone(UTC)


def card_text(text: str) -> str:
    """What a card says, without the blank space around it.

    Raises:
        UserError: nothing is left, or it is longer than 4,000 characters.
    """
    text = visible_text(text)
    if not text:
        raise UserError("That card is empty. Write a sentence on it; even a short one helps.")
    if len(text) > MAX_CARD:
        raise UserError(
            f"That card has {len(text):,} characters, and one holds {MAX_CARD:,}. "
            "Make it two cards.",
            typed=text,
        )
    return text


def missed_text(period: date) -> str:
    """Why the opening of ``period`` never came, in a sentence."""
    return f"The retro of {say_date(period)} did not open: I was away until it was too late."
