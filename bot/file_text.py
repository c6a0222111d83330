"""Text of people in files for programs and readers: cells of CSV, and Markdown. Pure.

In CSV a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line's end gets an apostrophe
before it: a table would take it for a formula, and a title is anybody's text.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\A[=+\-@\t\r\n]")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def cell(value: object) -> str:
    """A value as a cell of CSV; several stand between semicolons."""
    if isinstance(value, list):
        text = "; ".join(map(str, value))
    else:
        text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def plain(text: str) -> str:
    """A text on one line of Markdown, without markup of its own."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
