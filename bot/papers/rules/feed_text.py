"""The texts of feeds as plain text. Pure."""

from __future__ import annotations

import html

MAX_ABSTRACT = 6000
"""Characters of an abstract that are kept."""

_MAX_AUTHORS, _MAX_NAME = 50, 120


def clean(text: str, limit: int = MAX_ABSTRACT) -> str:
    """Plain text on one line: entities resolved once, no control characters, cut at ``limit``."""
    text = html.unescape(text).replace("\x00", "")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:limit]


def split_authors(creators: str) -> tuple[str, ...]:
    """The names in a feed's single ``dc:creator`` text, without affiliations (in brackets)."""
    depth, kept = 0, []
    for character in creators:
        depth += (character == "(") - (character == ")" and depth > 0)
        if depth == 0 and character != ")":
            kept.append(character)
    names = (clean(name, _MAX_NAME) for name in "".join(kept).split(","))
    return tuple(name for name in names if name)[:_MAX_AUTHORS]
