"""What an attempt may say, and what several say together. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.errors import UserError
from bot.inputs.links import clean_link
from bot.inputs.text import visible_line, visible_text
from bot.reproductions.values import Entry, Outcome

MAX_TRIED, MAX_NOTE = 300, 1000
MOST_ATTEMPTS = 20
"""So many attempts may one member note at one paper."""

_BEST_FIRST = (Outcome.REPRODUCED, Outcome.PARTLY, Outcome.FAILED)


def entry(*, tried: str, repository: str, outcome: str, note: str, is_released: bool) -> Entry:
    """What a member typed, as it is kept.

    Raises:
        UserError: nothing is said, something is too long, the link is none, or there is no such
            outcome. It carries what was typed.
    """
    typed = "\n\n".join(filter(None, (tried, repository, note)))
    said, told = visible_line(tried), visible_text(note)
    if not said:
        raise UserError(
            "Say in a few words what you tried, such as the table or figure you went for. "
            "Nothing was changed.",
            typed=typed,
        )
    for what, text, most in (("That", said, MAX_TRIED), ("That note", told, MAX_NOTE)):
        if len(text) > most:
            raise UserError(
                f"{what} has {len(text):,} characters, and {most:,} fit. Nothing was changed.",
                typed=typed,
            )
    try:
        found = Outcome(outcome)
    except ValueError:
        raise UserError(
            "Pick what came of it: reproduced, partly, failed or not tried. Nothing was changed.",
            typed=typed,
        ) from None
    return Entry(said, clean_link(repository, typed), found, told or None, is_released)


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """What several attempts come to: the best of them; not tried where there is none."""
    seen = set(outcomes)
    return next((each for each in _BEST_FIRST if each in seen), Outcome.NOT_TRIED)
