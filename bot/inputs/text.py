"""Text as people type or paste it, without what cannot be kept or seen. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, TypeVar, cast

T = TypeVar("T")

# What joins the parts of emoji and of words in some scripts; other format characters only hide.
_JOINERS = "\u200c\u200d"


def storable(text: str) -> str:
    """``text`` without what a database refuses: NUL and unpaired surrogates."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def storable_throughout(data: T) -> T:
    """``data`` as JSON has it, with all its texts `storable`, the names in its objects too."""
    cleaned: Any = data
    if isinstance(data, str):
        cleaned = storable(data)
    elif isinstance(data, list):
        cleaned = [storable_throughout(each) for each in data]
    elif isinstance(data, dict):
        cleaned = {storable(key): storable_throughout(value) for key, value in data.items()}
    return cast(T, cleaned)


def visible_line(text: str) -> str:
    """``text`` on one line without what nobody sees; empty when nothing visible is left."""
    line = " ".join(storable(text).split())
    line = "".join(c for c in line if c in _JOINERS or not _is_invisible(c)).strip()
    return line if line.strip(_JOINERS) else ""


def folded(text: str) -> str:
    """``text`` for comparing: lower case, no accents, one space for whatever is no letter."""
    plain = text.casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(mark for mark in apart if not unicodedata.combining(mark))
    return " ".join(re.findall(r"[^\W_]+", plain))


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs")
