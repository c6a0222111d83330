"""Finding a thing by what somebody types of its title: by substring, then by likeness. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rapidfuzz import fuzz, process

from bot.errors import UserError
from bot.inputs.text import comparable, first_characters, folded

# Likeness in percent: of each word typed to some word of the title, and of all of them on average.
_ALIKE = 50
_ALIKE_ON_AVERAGE = 70
# "C++" without its signs would be any title with a c.
_SHORTEST_FOLDED = 3
_LONGEST = 100

MAX_WORDS = 50
"""So much of a search fits, without accents and signs: it stands in the ids of buttons."""

Titles = Sequence[tuple[str, str]]


def words_of(typed: str, wanted: str) -> str:
    """The words of a search as they are compared: neither case, accents nor signs matter.

    ``wanted`` says which words a search takes.

    Raises:
        UserError: nothing is left of them, or more than fits.
    """
    words = folded(typed)
    if not words:
        raise UserError(f"A search takes {wanted}. Signs alone find nothing.")
    if len(words) > MAX_WORDS:
        raise UserError(
            f"That search has {len(words):,} characters, and {MAX_WORDS} fit. A word or two are "
            "enough.",
            typed=typed,
        )
    return words


def search(titles: Titles, typed: str, limit: int = 25) -> list[str]:
    """Ids of the (id, title) pairs that fit what was typed, best first.

    Titles or ids that contain the text come first, those that begin with it ahead; the rest is
    filled with titles that are merely alike (typing errors). Nothing typed gives all, in order.
    """
    wanted = first_characters(comparable(typed), _LONGEST)
    if not wanted:
        return [key for key, _ in titles][:limit]
    plain = [(key, comparable(title)) for key, title in titles]
    found = [key for key, title in plain if title.startswith(wanted)]
    found += [key for key, title in plain if wanted in title or wanted in key]
    if len(set(found)) < limit:
        found += _within(titles, typed)
        found += _alike(plain, wanted)
    return list(dict.fromkeys(found))[:limit]


def pick(titles: Titles, typed: str) -> str | None:
    """The one id that is meant for sure: an exact id or title, or the only title with the text.

    Accents and signs between words do not matter where nothing else fits.
    """
    wanted = first_characters(comparable(typed), _LONGEST)
    exact = [key for key, title in titles if wanted in (key, comparable(title))]
    if exact:
        return exact[0]
    for read, text in _readings(typed):
        same = [key for key, title in titles if text == read(title)]
        within = [key for key, title in titles if text in read(title)]
        if within:
            return next((each[0] for each in (same, within) if len(each) == 1), None)
    return None


def several(titles: Titles, typed: str) -> list[str]:
    """The ids of those whose titles hold the text, where they are more than one."""
    within = _within(titles, typed)
    return within if len(within) > 1 else []


def _within(titles: Titles, typed: str) -> list[str]:
    """The ids of those whose titles hold the text."""
    found = (
        [key for key, title in titles if text in read(title)] for read, text in _readings(typed)
    )
    return next(filter(None, found), [])


def _readings(typed: str) -> Iterator[tuple[Callable[[str], str], str]]:
    """How titles and the text are compared, the stricter way first."""
    strict, loose = (
        first_characters(comparable(typed), _LONGEST),
        first_characters(folded(typed), _LONGEST),
    )
    if strict:
        yield comparable, strict
    if len(loose) >= _SHORTEST_FOLDED:
        yield folded, loose


def _alike(plain: list[tuple[str, str]], wanted: str) -> list[str]:
    """By the likeness of the title's words to the words typed."""
    words = [(key, title.replace(":", " ").replace(",", " ").split()) for key, title in plain]
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
