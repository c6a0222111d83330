"""What an answer may say, and the secret that changes it. Pure."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

from bot.errors import UserError
from bot.figures import FLOOR
from bot.health_checks.values import HIGHEST, ITEMS, LOWEST, Levels

_SECRET_BYTES = 16


def levels(given: Sequence[str]) -> Levels:
    """An answer as it came from a form: a level for each item.

    Raises:
        UserError: one is missing or none of the scale.
    """
    known = {str(level): level for level in range(LOWEST, HIGHEST + 1)}
    if len(given) != len(ITEMS) or any(each not in known for each in given):
        raise UserError(
            f"Choose a number from {LOWEST} to {HIGHEST} for each of the {len(ITEMS)} sentences."
        )
    return tuple(known[each] for each in given)


def written(answer: Levels) -> str:
    """An answer as it is stored: a digit an item."""
    return "".join(map(str, answer))


def read(text: str) -> Levels:
    """What `written` wrote."""
    return tuple(map(int, text))


def new_secret() -> str:
    """A secret that nobody guesses, of 22 characters that a custom id takes."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def hash_of(secret: str) -> str:
    """What is stored of a secret: it leads from the secret to the answer, and never back."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def is_large_enough(members: int) -> bool:
    """Whether a group could ever see a figure, so that asking has a purpose."""
    return members >= FLOOR
