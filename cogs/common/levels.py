"""Fields that ask for a level, each said in words."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from cogs.common.forms import Form, radio_field
from cogs.common.text import cut

_LABEL, _OPTION = 45, 100


def level_field(
    name: str, title: str, scale: Sequence[str], *, hint: str, chosen: int | None
) -> ui.Label[Form]:
    """One of the levels of ``scale``, the lowest first; its value is their number, from 1.

    It can be left open. ``chosen`` is what stands there to begin with.
    """
    options = [
        _option(level, words, is_chosen=level == chosen) for level, words in enumerate(scale, 1)
    ]
    label, said = cut(title, _LABEL), cut(hint, _OPTION) or None
    return radio_field(name, label, options, hint=said, required=False)


def _option(level: int, words: str, *, is_chosen: bool) -> discord.RadioGroupOption:
    """A level with its words; what does not fit the first line goes on in the second."""
    text = " ".join(f"{level} · {words}".split())
    if len(text) <= _OPTION:
        label, rest = text, None
    else:
        at = text.rfind(" ", _OPTION // 2, _OPTION + 1)
        at = _OPTION if at < 0 else at
        label, rest = text[:at], cut(text[at:].strip(), _OPTION)
    return discord.RadioGroupOption(
        label=label, value=str(level), description=rest, default=is_chosen
    )
