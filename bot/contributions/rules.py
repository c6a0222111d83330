"""What a contribution may say. Pure."""

from __future__ import annotations

from bot.contributions.values import Entry, State
from bot.errors import UserError
from bot.inputs.links import clean_link
from bot.inputs.text import visible_line

MAX_ABOUT = 150
MOST = 300
"""So many contributions may one member note."""


def entry(*, link: str, about: str, state: str, is_released: bool) -> Entry:
    """What a member typed and picked, as it is kept.

    Raises:
        UserError: there is no link or it is none, the words are too many, or there is no such
            state. It carries what was typed.
    """
    typed = "\n\n".join(filter(None, (link, about)))
    address, said = clean_link(link, about), visible_line(about)
    if address is None:
        raise UserError("The link to the pull request is what it is found by.", typed=typed)
    if len(said) > MAX_ABOUT:
        raise UserError(
            f"What it is about has {len(said):,} characters, and {MAX_ABOUT} fit. "
            "Nothing was changed.",
            typed=typed,
        )
    try:
        return Entry(address, said, State(state), is_released)
    except ValueError:
        raise UserError("Pick how it stands: open, merged or closed.", typed=typed) from None
