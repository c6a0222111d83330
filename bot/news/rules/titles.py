"""Titles of feeds and their entries as plain text on one line. Pure."""

from __future__ import annotations

import html
import re

from bot.inputs.tex import plain_line
from bot.inputs.text import cut, first_characters

MAX_TITLE, MAX_NAME = 200, 80
"""Characters that are kept of an entry's title, and of a newsletter's."""

_LONGEST = 4_000
_UNREAD = re.compile(
    r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE
)
# With nothing or attributes after its name: "if a <b and c> d" is no tag.
_TAG = re.compile(
    r"</?[a-z][\w:-]*(?:\s+[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))*\s*/?>", re.IGNORECASE
)
_BLOCKS = re.compile(r"</?(?:br|p|div|li|h[1-6]|tr|td)\b", re.IGNORECASE)


def plain_title(text: str, limit: int = MAX_TITLE) -> str:
    """``text`` without tags, entities and TeX, cut between characters; empty when nothing is left.

    Feeds escape titles once, twice or not at all, so both are taken off twice.
    """
    text = first_characters(text, _LONGEST)
    for _ in range(2):
        text = html.unescape(_without_tags(text))
    return cut(plain_line(_without_tags(text)), limit)


def _without_tags(text: str) -> str:
    return _TAG.sub(lambda tag: " " if _BLOCKS.match(tag[0]) else "", _UNREAD.sub("", text))
