"""What a review holds, as it is kept: clean texts of a bounded length, and a number. Pure."""

from __future__ import annotations

from bot.errors import UserError
from bot.inputs.text import visible_text
from bot.reviews.values import ReviewText

MAX_PART = 4000
WORTHS = (1, 2, 3, 4, 5)


def review_text(*, key_points: str, analysis: str, method: str, worth: str) -> ReviewText:
    """A review from what was typed and picked; each part may be empty.

    Raises:
        UserError: a part is too long, all are empty, or ``worth`` is not from 1 to 5.
    """
    parts = [visible_text(text) for text in (key_points, analysis, method)]
    for label, part in zip(("key points", "critical analysis", "method"), parts, strict=True):
        if len(part) > MAX_PART:
            raise UserError(
                f"The part on {label} has {len(part):,} characters, and {MAX_PART:,} fit. "
                "Shorten it a little. Nothing was changed."
            )
    picked = worth.strip()
    if picked and picked not in map(str, WORTHS):
        raise UserError("How much it was worth goes from 1 to 5. Pick one of those, or none.")
    if not any(parts) and not picked:
        raise UserError("There was nothing in it yet. Write a line in any of the parts.")
    return ReviewText(parts[0], parts[1], parts[2], int(picked) if picked else None)
