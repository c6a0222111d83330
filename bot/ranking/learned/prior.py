"""What is believed of papers before a group has shown its taste: trained offline, read from a file.

`prior.tsv` is written by `tests/ranking/train_prior.py` from weeks of real picks, and holds weights
only: no paper is in it. It is text, so that the same training gives the same bytes anywhere.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np

from bot.ranking.learned.form import FEATURES, features
from bot.ranking.learned.model import Floats, Weights, fit, form_rows, joined, text_rows
from bot.ranking.learned.terms import counts
from bot.ranking.parts import Read

CHOSEN_COUNTS = 50.0
"""How much more one chosen paper says than one that was not: a hundredth of all are chosen."""

_TIGHTNESS = 1.0
_FEWEST_PAPERS = 8
_LARGEST_SHARE = 0.3
_DIGITS = 4
_HEAD = ("until", "constant", "usual")


@dataclass(frozen=True, slots=True)
class Prior:
    """A model of the usual taste.

    ``until`` is the last day of the papers that it has seen, ``usual`` their mean score.
    """

    until: date
    places: dict[str, int]
    rarity: Floats
    mean: Floats
    spread: Floats
    weights: Weights
    usual: float

    def dumped(self) -> str:
        """As the text of the file."""
        said = (str(self.until), _written(self.weights.constant), _written(self.usual))
        lines = ["\t".join(pair) for pair in zip(_HEAD, said, strict=True)]
        split = len(self.places)
        form = zip(FEATURES, self.mean, self.spread, self.weights.features[split:], strict=True)
        lines += ["\t".join((name, *map(_written, numbers))) for name, *numbers in form]
        terms = zip(self.places, self.rarity, self.weights.features[:split], strict=True)
        lines += ["\t".join((term, *map(_written, numbers))) for term, *numbers in terms]
        return "\n".join(lines) + "\n"


def parsed(text: str) -> Prior:
    """What `Prior.dumped` wrote."""
    rows = [line.split("\t") for line in text.splitlines()]
    split = len(_HEAD) + len(FEATURES)
    head, form, terms = rows[: len(_HEAD)], rows[len(_HEAD) : split], rows[split:]
    weights = [float(row[-1]) for row in (*terms, *form)]
    return Prior(
        until=date.fromisoformat(head[0][1]),
        places={row[0]: place for place, row in enumerate(terms)},
        rarity=np.array([float(row[1]) for row in terms]),
        mean=np.array([float(row[1]) for row in form]),
        spread=np.array([float(row[2]) for row in form]),
        weights=Weights(np.array(weights), float(head[1][1])),
        usual=float(head[2][1]),
    )


@cache
def shipped() -> Prior:
    """The one that comes with the bot."""
    return parsed(files(__package__).joinpath("prior.tsv").read_text(encoding="utf-8"))


def trained(papers: Sequence[Read], chosen: Sequence[bool], until: date) -> Prior:
    """A prior from papers and which of them were chosen; from none, one that has no opinion.

    The order of the papers does not matter.
    """
    order = sorted(range(len(papers)), key=lambda place: papers[place].candidate.key)
    papers, chosen = [papers[place] for place in order], [chosen[place] for place in order]
    counted = [counts(paper.title, paper.abstract) for paper in papers]
    places, rarity = _vocabulary(counted)
    form = np.array([features(paper) for paper in papers]).reshape(-1, len(FEATURES))
    mean = form.mean(axis=0) if papers else np.zeros(len(FEATURES))
    spread = form.std(axis=0) + 1e-3 if papers else np.ones(len(FEATURES))
    weights = Weights(np.zeros(len(places) + len(FEATURES)), 0.0)
    usual = 0.0
    found = np.array(chosen, dtype=bool)
    if found.any():
        says = np.where(found, CHOSEN_COUNTS, 1.0)
        rows = joined(text_rows(counted, places, rarity), form_rows(form, mean, spread))
        weights = fit(rows, found, says, weights, _TIGHTNESS, constant_is_free=True)
        usual = float(weights.score(rows).mean())
    return Prior(until, places, rarity, mean, spread, weights, usual)


def _vocabulary(counted: Sequence[Counter[str]]) -> tuple[dict[str, int], Floats]:
    """The terms that several papers have and not too many, and the rarity of each."""
    among = Counter(term for found in counted for term in found)
    most = _LARGEST_SHARE * len(counted)
    terms = sorted(term for term, number in among.items() if _FEWEST_PAPERS <= number <= most)
    rarity = [math.log((1 + len(counted)) / (1 + among[term])) + 1 for term in terms]
    return {term: place for place, term in enumerate(terms)}, np.array(rarity)


def _written(number: float) -> str:
    """With few digits: the last ones differ from machine to machine."""
    return f"{number:.{_DIGITS}g}"
