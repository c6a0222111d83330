"""Finding a milestone or block by what somebody types: by substring, then by likeness. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

_ALIKE = 0.5


def search(titles: Sequence[tuple[str, str]], typed: str, limit: int = 25) -> list[str]:
    """Ids of the (id, title) pairs that fit what was typed, best first.

    Titles or ids that contain the text come first, those that begin with it ahead; the rest is
    filled with titles that are merely alike (typing errors). Nothing typed gives all, in order.
    """
    wanted = " ".join(typed.casefold().split())[:100]
    if not wanted:
        return [key for key, _ in titles][:limit]
    folded = [(key, title.casefold()) for key, title in titles]
    found = [key for key, title in folded if title.startswith(wanted)]
    found += [key for key, title in folded if wanted in title or wanted in key]
    found += _alike(folded, wanted)
    return list(dict.fromkeys(found))[:limit]


def pick(titles: Sequence[tuple[str, str]], typed: str) -> str | None:
    """The one id that is meant for sure: an exact id or title, or the only title with the text."""
    wanted = " ".join(typed.casefold().split())[:100]
    exact = [key for key, title in titles if wanted in (key, title.casefold())]
    if exact:
        return exact[0]
    within = [key for key, title in titles if wanted and wanted in title.casefold()]
    return within[0] if len(within) == 1 else None


def _alike(folded: list[tuple[str, str]], wanted: str) -> list[str]:
    """By the likeness of the whole title, or of its words to the words typed."""
    scored = []
    for key, title in folded:
        words = title.replace(":", " ").replace(",", " ").split()
        by_word = [
            max((difflib.SequenceMatcher(None, part, word).ratio() for word in words), default=0.0)
            for part in wanted.split()
        ]
        score = sum(by_word) / len(by_word)
        if min(by_word) >= _ALIKE and score >= 0.7:
            scored.append((score, key))
    return [key for _, key in sorted(scored, key=lambda pair: -pair[0])]
