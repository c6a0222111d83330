"""Finding a thing by what somebody types of its title: by substring, then by likeness. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from bot.inputs.text import comparable

# Likeness in percent: of each word typed to some word of the title, and of all of them on average.
_ALIKE = 50
_ALIKE_ON_AVERAGE = 70


def search(titles: Sequence[tuple[str, str]], typed: str, limit: int = 25) -> list[str]:
    """Ids of the (id, title) pairs that fit what was typed, best first.

    Titles or ids that contain the text come first, those that begin with it ahead; the rest is
    filled with titles that are merely alike (typing errors). Nothing typed gives all, in order.
    """
    wanted = comparable(typed)[:100]
    if not wanted:
        return [key for key, _ in titles][:limit]
    folded = [(key, comparable(title)) for key, title in titles]
    found = [key for key, title in folded if title.startswith(wanted)]
    found += [key for key, title in folded if wanted in title or wanted in key]
    if len(set(found)) < limit:
        found += _alike(folded, wanted)
    return list(dict.fromkeys(found))[:limit]


def pick(titles: Sequence[tuple[str, str]], typed: str) -> str | None:
    """The one id that is meant for sure: an exact id or title, or the only title with the text."""
    wanted = comparable(typed)[:100]
    exact = [key for key, title in titles if wanted in (key, comparable(title))]
    if exact:
        return exact[0]
    within = [key for key, title in titles if wanted and wanted in comparable(title)]
    return within[0] if len(within) == 1 else None


def several(titles: Sequence[tuple[str, str]], typed: str) -> list[str]:
    """The ids of those whose titles hold the text, where they are more than one."""
    wanted = comparable(typed)[:100]
    within = [key for key, title in titles if wanted and wanted in comparable(title)]
    return within if len(within) > 1 else []


def _alike(folded: list[tuple[str, str]], wanted: str) -> list[str]:
    """By the likeness of the title's words to the words typed."""
    words = [(key, title.replace(":", " ").replace(",", " ").split()) for key, title in folded]
    known = list(set().union(*(in_title for _key, in_title in words)))
    likeness = [
        {
            word: score
            for word, score, _place in process.extract(
                part, known, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None
            )
        }
        for part in wanted.split()
    ]
    scored = []
    for key, in_title in words:
        if any(like.keys().isdisjoint(in_title) for like in likeness):
            continue
        best = [max(like.get(word, 0.0) for word in in_title) for like in likeness]
        score = sum(best) / len(best)
        if score >= _ALIKE_ON_AVERAGE:
            scored.append((score, key))
    return [key for _, key in sorted(scored, key=lambda pair: -pair[0])]
