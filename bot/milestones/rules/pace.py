"""By how many days a member's open dates are moved: as typed, as kept, as it reads."""

from __future__ import annotations

import re

from bot.errors import UserError
from bot.inputs.text import ascii_signs

MIN_PACE, MAX_PACE = -180, 365
"""How many days open target dates can be moved, back and on."""

_PACE = re.compile(r"(?P<sign>[-+]?)\s*(?P<number>\d{1,4})\s*(?P<unit>d|days?|w|weeks?)?")


def parse_pace(text: str) -> int:
    """The days by which somebody wants their open dates moved: "7", "+7 days", "-3", "2 weeks".

    Raises:
        UserError: it says none, or as `check_pace`.
    """
    found = _PACE.fullmatch(ascii_signs(text).casefold())
    if found is None or not found["number"].isascii():
        raise UserError(
            "I do not read that as a number of days. Type `7` for a week later, `-3` for three "
            "days earlier, `0` for the plan's own dates.",
            typed=text,
        )
    days = int(found["number"]) * (7 if (found["unit"] or "").startswith("w") else 1)
    return check_pace(days if found["sign"] in ("", "+") else -days)


def say_pace(days: int) -> str:
    """``on the plan's dates``, ``+7 days``, ``−1 day``."""
    if days == 0:
        return "on the plan's dates"
    return f"{'+' if days > 0 else '−'}{abs(days)} day{'' if abs(days) == 1 else 's'}"


def check_pace(days: int) -> int:
    """A pace as it is kept.

    Raises:
        UserError: it is not from ``MIN_PACE`` to ``MAX_PACE``.
    """
    if not MIN_PACE <= days <= MAX_PACE:
        raise UserError(
            f"Dates move by {-MIN_PACE} days back and {MAX_PACE} on at most. For more, change "
            "your first day of the plan.",
            typed=str(days),
        )
    return days
