"""What an action may say, whose it can become, and which are late."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from bot.actions.values import KIND, Action
from bot.errors import UserError
from bot.inputs.text import cut, visible_line, visible_text

MAX_ACTION = 150
LEADS = (3, 0)
"""How many days before its date the owner of an open action is told (T6)."""

_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>|<t:-?\d+(?::[a-zA-Z])?>")
_ORIGIN = re.compile(rf"{KIND}-(\d{{1,18}})")


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


def proposed_text(content: str) -> str:
    """What an action made of a message could say: its first line, and nobody it mentions."""
    lines = visible_text(_MENTION.sub(" ", content)).splitlines()
    return cut(next((line for each in lines if (line := visible_line(each))), ""), MAX_ACTION)


def origin_of(action_id: int) -> str:
    """What the step of an action names as its origin."""
    return f"{KIND}-{action_id}"


def action_in(origin: str) -> int | None:
    """The action that a step came of; None where it came of anything else."""
    found = _ORIGIN.fullmatch(origin)
    return int(found[1]) if found else None


def late(
    actions: Iterable[Action], rests: Callable[[int], bool], *, today: date
) -> tuple[Action, ...]:
    """The open ones whose date has passed in the group, but for those of owners who rest (R14)."""
    return tuple(
        action
        for action in actions
        if action.is_open
        and action.due_on < today
        and not (action.owner_id is not None and rests(action.owner_id))
    )
