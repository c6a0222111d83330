"""Which themes came up in several retros. Pure.

Better to miss one than to claim it: two themes are taken for one only where they are called the
same, or where most of what they say is the same and two words of it are. Nothing is merged by that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations

from bot.inputs.dates import MONTHS
from bot.inputs.text import folded
from bot.past_retros.values import Archive, PastRetro, Recurring, ThemeKey
from bot.themes.similar import likenesses
from bot.themes.values import Theme

SAME = 0.7
"""From here on (0 to 1) two themes say the same; what is merely worth a look begins far below."""

FEWEST_WORDS = 2
MOST_SAID = 6
MOST_THEMES = 600
"""So many are compared, the newest ones."""


def recurring(archive: Archive) -> Recurring:
    """For each theme that came up in other retros too: the themes there that are like it."""
    themes = _newest(archive)
    keys = [(past.retro.id, theme.number) for past, theme in themes]
    said = [theme.title or theme.text for _past, theme in themes]
    pairs = {
        (each.one, each.other)
        for each in likenesses(said, at_least=SAME)
        if each.shared >= FEWEST_WORDS
    }
    pairs |= set(_called_the_same(said))
    found: dict[ThemeKey, set[ThemeKey]] = defaultdict(set)
    for one, other in pairs:
        if keys[one][0] != keys[other][0]:
            found[keys[one]].add(keys[other])
            found[keys[other]].add(keys[one])
    when = {past.retro.id: past.held_on for past in archive.retros}
    return {
        key: tuple(sorted(others, key=lambda other: (when[other[0]], other)))
        for key, others in found.items()
    }


def most_recurring(
    archive: Archive, found: Recurring, limit: int
) -> list[tuple[Theme, list[date]]]:
    """What came up most often, as it was called last, with the dates of its retros.

    What is named with one of them is not named again.
    """
    when = {past.retro.id: past.held_on for past in archive.retros}
    named: list[tuple[Theme, list[date]]] = []
    taken: set[ThemeKey] = set()
    for past, theme in _newest(archive):
        key = (past.retro.id, theme.number)
        if key in taken or key not in found:
            continue
        taken |= {key, *found[key]}
        retros = {past.retro.id, *(retro_id for retro_id, _number in found[key])}
        named.append((theme, sorted(when[retro_id] for retro_id in retros)))
    return sorted(named, key=lambda each: -len(each[1]))[:limit]


def others_of(archive: Archive, found: Recurring, past: PastRetro, theme: Theme) -> list[date]:
    """The dates of the other retros in which a theme of ``past`` came up, oldest first."""
    when = {each.retro.id: each.held_on for each in archive.retros}
    others = found.get((past.retro.id, theme.number), ())
    return [when[retro_id] for retro_id in dict.fromkeys(retro_id for retro_id, _number in others)]


def said_of(dates: Sequence[date], own: date | None = None) -> str:
    """When something came up: ``March and May``, each once, beside a retro of ``own`` date.

    A month of another year than the last of them has its year; what came up twice in a month, such
    as in that of ``own``, has its days. Of many only their number is said.
    """
    known = [*dates, *([own] if own is not None else [])]
    newest = max(known).year
    twice = {each for each in map(_month, known) if sum(_month(day) == each for day in known) > 1}
    words = []
    for day in dates:
        name = MONTHS[day.month - 1]
        text = f"{day.day} {name}" if _month(day) in twice else name
        words.append(text if day.year == newest else f"{text} {day.year}")
    words = list(dict.fromkeys(words))
    if len(words) > MOST_SAID:
        return f"{len(dates)} {'other ' if own is not None else ''}retros"
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def is_made(theme: Theme) -> bool:
    """Whether members made it a theme; every other is one card that nobody took up."""
    return bool(theme.title or len(theme.cards) > 1 or theme.votes or theme.rank is not None)


def _newest(archive: Archive) -> list[tuple[PastRetro, Theme]]:
    found = [(past, theme) for past in archive.retros for theme in past.themes]
    return found[:MOST_THEMES]


def _called_the_same(said: Sequence[str]) -> Iterable[tuple[int, int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(said):
        places[folded(text)].append(place)
    for name, same in places.items():
        if name:
            yield from combinations(same, 2)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
