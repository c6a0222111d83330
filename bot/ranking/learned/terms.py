"""A paper's text as the counts of its terms: words, and pairs of words that stand together."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from functools import lru_cache

WORD = re.compile(r"[^\W_](?:[^\W_]|[.+](?=[^\W_]))*\+*")
_TITLE_COUNTS = 3

KEPT = 5_000
"""Papers of which what their texts say is kept: a week is ranked twice for each of several groups.
It is gone when the worker's process ends for being idle."""

# Such words say nothing of a paper, and begin or end no pair.
_EMPTY = """
    a about above after again against all also am an and any are as at be because been
    before being below between both but by can could did do does doing down during each
    few for from further had has have having he her here his how i if in into is it its
    itself just me more most my no nor not now of off on once only or other our ours out
    over own same she should so some such than that the their theirs them then there these
    they this those through to too under until up very was we were what when where which
    while who whom why will with would you your https http url
"""
EMPTY_WORDS = frozenset(_EMPTY.split())


@lru_cache(maxsize=KEPT)
def counts(title: str, abstract: str) -> Counter[str]:
    """The terms of a paper whose texts are `normal`; those of the title count threefold.

    What it gives is kept, and not to be changed.
    """
    found = Counter(_terms(abstract))
    for term in _terms(title):
        found[term] += _TITLE_COUNTS
    return found


def _terms(text: str) -> list[str]:
    words = WORD.findall(text)
    found = [word for word in words if word not in EMPTY_WORDS]
    found += [
        f"{one} {other}"
        for one, other in itertools.pairwise(words)
        if one not in EMPTY_WORDS and other not in EMPTY_WORDS
    ]
    return found
