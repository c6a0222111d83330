"""The texts of feeds and of the API as plain text. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from itertools import islice

from bot.inputs.tex import plain_line
from bot.inputs.text import first_characters

MAX_TITLE, MAX_ABSTRACT = 500, 6000
"""Characters of a title and of an abstract that are kept."""

MAX_AUTHORS = 50
"""Names of a paper that are kept, the first ones; collaborations have thousands."""

_MAX_NAME, _MAX_NAMES = 120, 20_000
_OPENING, _CLOSING = "([（", ")]）"
_BRACKET = re.compile(f"[{re.escape(_OPENING + _CLOSING)}]")


def clean(text: str, limit: int = MAX_ABSTRACT) -> str:
    """Plain text on one line, cut at ``limit``; entities are resolved once."""
    return first_characters(
        plain_line(html.unescape(first_characters(text, 4 * limit))), limit
    ).rstrip()


def split_authors(creators: str) -> tuple[str, ...]:
    """The names in a feed's single ``dc:creator`` text, without affiliations (in brackets)."""
    return _kept(_without_affiliations(clean(creators, _MAX_NAMES)).split(","))


def clean_authors(names: Sequence[str]) -> tuple[str, ...]:
    """Names that come one by one, without affiliations (in brackets)."""
    return _kept(_without_affiliations(clean(name, 4 * _MAX_NAME), None) for name in names)


def _kept(names: Iterable[str]) -> tuple[str, ...]:
    plain = (first_characters(" ".join(name.split()), _MAX_NAME) for name in names)
    return tuple(islice(filter(None, plain), MAX_AUTHORS))


def _without_affiliations(text: str, separator: str | None = ",") -> str:
    """``text`` without what stands in brackets.

    What follows a bracket that nobody closes is left out up to the next ``separator`` alone, where
    another name begins.
    """
    if not _BRACKET.search(text):
        return text
    ends = _closed_brackets(text)
    kept: list[str] = []
    at, is_left_out = 0, False
    while at < len(text):
        character = text[at]
        if at in ends:
            at = ends[at]
        elif character in _OPENING:
            is_left_out = True
        else:
            is_left_out = is_left_out and character != separator
            if not is_left_out and character not in _CLOSING:
                kept.append(character)
        at += 1
    return "".join(kept)


def _closed_brackets(text: str) -> dict[int, int]:
    """Where each bracket that opens is closed, if it is."""
    ends: dict[int, int] = {}
    waiting: list[int] = []
    for at, character in enumerate(text):
        if character in _OPENING:
            waiting.append(at)
        elif character in _CLOSING and waiting:
            ends[waiting.pop()] = at
    return ends
