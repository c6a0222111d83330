"""Which themes say much the same: a plain comparison of words, weighted by how rare they are."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are, by their places: 0 to 1, and how many words they share."""

    score: float
    shared: int
    one: int
    other: int


def similar(themes: Sequence[Theme]) -> list[tuple[Theme, Theme]]:
    """The pairs that are most alike, the closest first; each theme is in one at most."""
    found: list[tuple[Theme, Theme]] = []
    taken: set[int] = set()
    for pair in likenesses([theme.text for theme in themes], at_least=LIKE):
        if len(found) == MOST:
            break
        if not {pair.one, pair.other} & taken:
            taken |= {pair.one, pair.other}
            found.append((themes[pair.one], themes[pair.other]))
    return found


def likenesses(texts: Sequence[str], *, at_least: float) -> list[Likeness]:
    """The pairs of texts that are so much alike, the closest first."""
    words = [Counter(_words(text)) for text in texts]
    holders: dict[str, list[int]] = defaultdict(list)
    for place, counted in enumerate(words):
        for word in counted:
            holders[word].append(place)
    # What a tenth of many texts say tells none of them apart.
    limit = max(_FEW, len(texts) // _FREQUENT)
    rarity = {
        word: math.log((1 + len(texts)) / (1 + len(places))) + 1
        for word, places in holders.items()
        if len(places) <= limit
    }
    lengths = [
        math.sqrt(sum((count * rarity.get(word, 1.0)) ** 2 for word, count in counted.items()))
        for counted in words
    ]
    weights: dict[tuple[int, int], float] = defaultdict(float)
    shared: Counter[tuple[int, int]] = Counter()
    for word, weight in rarity.items():
        for one, other in combinations(holders[word], 2):
            weights[one, other] += words[one][word] * words[other][word] * weight**2
            shared[one, other] += 1
    found = [
        Likeness(value / (lengths[one] * lengths[other]), shared[one, other], one, other)
        for (one, other), value in weights.items()
    ]
    close = (each for each in found if each.score >= at_least)
    return sorted(close, key=lambda each: (-each.score, each.one, each.other))


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
