"""The rules of a retro that need nothing but values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.errors import UserError
from bot.groups.values import Group
from bot.inputs.text import storable
from bot.scheduling.recurrence import Monthly, find_zone

MAX_CARD = 4000
MAX_ACTION = 150
COLLECTING = timedelta(days=3)
# An opening this late would surprise; a reveal is owed to those who wrote cards.
OPEN_LATENESS = timedelta(days=3)
REVEAL_LATENESS = timedelta(days=60)


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
    text = storable(text).strip()
    if not text:
        raise UserError("That card is empty. Write a sentence on it; even a short one helps.")
    if len(text) > MAX_CARD:
        raise UserError(
            f"That card has {len(text):,} characters, and one holds {MAX_CARD:,}. "
            "Make it two cards.",
            typed=text,
        )
    return text


def action_text(text: str) -> str:
    """What an action says, on one line.

    Raises:
        UserError: it says nothing, or is longer than 150 characters.
    """
    text = " ".join(storable(text).split())
    if not text:
        raise UserError("That action is empty. Say in a few words what will be done.")
    if len(text) > MAX_ACTION:
        raise UserError(
            f"That action has {len(text):,} characters, and one holds {MAX_ACTION}. "
            "Keep what will be done; the reasons are on the cards."
        )
    return text
