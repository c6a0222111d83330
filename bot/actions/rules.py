"""What an action may say."""

from __future__ import annotations

from bot.errors import UserError
from bot.inputs.text import visible_line

MAX_ACTION = 150
LEADS = (3, 0)
"""How many days before its date the owner of an open action is told (T6)."""


def action_text(text: str) -> str:
    """What an action says, on one line.

    Raises:
        UserError: it says nothing, or is longer than 150 characters.
    """
    text = visible_line(text)
    if not text:
        raise UserError("That action is empty. Say in a few words what will be done.")
    if len(text) > MAX_ACTION:
        raise UserError(
            f"That action has {len(text):,} characters, and one holds {MAX_ACTION}. "
            "Keep what will be done; the reasons are on the cards."
        )
    return text
