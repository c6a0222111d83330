"""Which themes say much the same: a plain comparison of words, weighted by how rare they are."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.inputs.text import folded
from bot.themes.values import Theme

LIKE = 0.3
"""From here on (0 to 1) two themes are worth a look; found by trying it on real cards."""

MOST = 5
_SHORTEST, _WORDS = 3, 60
_FREQUENT, _FEW = 10, 20
_ENDINGS = ("ings", "ing", "ies", "ed", "es", "s")
_STOP = frozenset(
    " ".join(
        (
            "about after all also and any are because been before but can could did does for from",
            "get had has have how into its just like lot make many more most much need new not now",
            "off one only our out over should some such than that the their them then there these",
            "they this too was we were what when where which while who why will with would you",
        )
    ).split()
)


def similar(themes: Sequence[Theme]) -> list[tuple[Theme, Theme]]:
    """The pairs that are most alike, the closest first; each theme is in one at most."""
    words = [Counter(_words(theme.text)) for theme in themes]
    holders: dict[str, list[int]] = defaultdict(list)
    for place, counted in enumerate(words):
        for word in counted:
            holders[word].append(place)
    # What a tenth of many themes say tells none of them apart.
    limit = max(_FEW, len(themes) // _FREQUENT)
    rarity = {
        word: math.log((1 + len(themes)) / (1 + len(places))) + 1
        for word, places in holders.items()
        if len(places) <= limit
    }
    lengths = [
        math.sqrt(sum((count * rarity.get(word, 1.0)) ** 2 for word, count in counted.items()))
        for counted in words
    ]
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for word, weight in rarity.items():
        for one, other in combinations(holders[word], 2):
            shared[one, other] += words[one][word] * words[other][word] * weight**2
    return _closest(themes, shared, lengths)


def _closest(
    themes: Sequence[Theme], shared: dict[tuple[int, int], float], lengths: list[float]
) -> list[tuple[Theme, Theme]]:
    scored = [
        (value / (lengths[one] * lengths[other]), one, other)
        for (one, other), value in shared.items()
    ]
    found: list[tuple[Theme, Theme]] = []
    taken: set[int] = set()
    for score, one, other in sorted(scored, key=lambda each: (-each[0], *each[1:])):
        if score < LIKE or len(found) == MOST:
            break
        if not {one, other} & taken:
            taken |= {one, other}
            found.append((themes[one], themes[other]))
    return found


def _words(text: str) -> Iterator[str]:
    """The first words that say something, without their endings."""
    seen = 0
    for word in folded(text).split():
        if len(word) >= _SHORTEST and word not in _STOP and seen < _WORDS:
            seen += 1
            yield _stem(word)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word
