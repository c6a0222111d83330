"""Whether two papers are on one theme: the cosine of their words, each by its rarity."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from bot.ranking.parts import Read

SAME_THEME = 0.12
"""From this cosine on, two papers are on one theme.

Chosen by reading pairs of the best forty papers of weeks of dev: two of a hundred pairs reach it,
and nearly all of those are what a reader calls the same, such as two studies of R1-Zero's training.
"""

_SAME_OF_FEW = 0.3
# Among fewer papers than this, a rare word is hardly told from a usual one.
_FEW = 40

_WORD = re.compile(r"[^\W\d_]{3,}")
_TITLE_COUNTS = 3


class Themes:
    """The words of papers, weighed among one another."""

    def __init__(self, papers: Iterable[Read]) -> None:
        """Only these papers can be asked about."""
        counted = {each.candidate.key: _count(each) for each in papers}
        among = Counter(word for counts in counted.values() for word in counts)
        total = len(counted)
        self._vectors = {
            key: _unit(
                {w: (1 + math.log(n)) * math.log((total + 1) / among[w]) for w, n in c.items()}
            )
            for key, c in counted.items()
        }

    def same(self, one: str, other: str) -> bool:
        """Whether two papers, by their keys, are on one theme."""
        least = SAME_THEME if len(self._vectors) >= _FEW else _SAME_OF_FEW
        return self.cosine(one, other) >= least

    def cosine(self, one: str, other: str) -> float:
        """From 0, no word in common, to 1, the same words."""
        first, second = self._vectors[one], self._vectors[other]
        if len(second) < len(first):
            first, second = second, first
        return math.fsum(weight * second.get(word, 0.0) for word, weight in first.items())


def _count(paper: Read) -> Counter[str]:
    counts = Counter(_WORD.findall(paper.abstract))
    for word in _WORD.findall(paper.title):
        counts[word] += _TITLE_COUNTS
    return counts


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(math.fsum(value * value for value in vector.values()))
    return {word: value / length for word, value in vector.items()} if length else {}
