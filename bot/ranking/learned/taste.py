"""A group's own taste: the prior, moved by what the group did with papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import diags

from bot.ranking.learned.form import FEATURES, OF_SUBJECT, features
from bot.ranking.learned.model import (
    Floats,
    Matrix,
    Weights,
    fit,
    form_rows,
    joined,
    pulls,
    text_rows,
)
from bot.ranking.learned.prior import CHOSEN_COUNTS, Prior
from bot.ranking.learned.terms import counts
from bot.ranking.parts import Read, read
from bot.ranking.values import Candidate, Evidence, EvidenceKind

_TIGHTNESS = 2.0
"""Twice as firm as what the prior itself was held to: the best on dev with one and four weeks."""

_SHARED_BY = 2
_STRONGEST = 12

SAYS = {
    EvidenceKind.CHOSEN: 1.0,
    EvidenceKind.APPROVED: 1.0,
    EvidenceKind.NOMINATED: 0.6,
    EvidenceKind.REVIEWED: 0.8,
    EvidenceKind.LIKED: 0.5,
    EvidenceKind.SEED: 0.5,
    EvidenceKind.DISLIKED: -0.5,
    EvidenceKind.OFF_TOPIC: -0.8,
    EvidenceKind.PASSED_OVER: -0.2,
}
"""How much each kind says beside a won vote; below 0, that the group does not want it. Papers that
were too long or known say nothing about others like them."""


@dataclass(frozen=True, slots=True)
class Taste:
    """What the prior and each piece of evidence say of each candidate, in log-odds.

    ``prior`` has a number for each candidate, ``moved`` a row for each piece of ``evidence``, with
    the ``likeness`` of their texts beside it; ``rest`` is what the candidates themselves say, which
    nobody has chosen yet. ``added`` is how much each of the ``names`` of terms adds to each.
    """

    prior: Floats
    evidence: tuple[Evidence, ...]
    moved: Floats
    likeness: Floats
    rest: Floats
    names: tuple[str, ...]
    added: Matrix

    def terms(self, place: int) -> list[str]:
        """The terms of a candidate that speak most for it, the strongest first."""
        start, end = self.added.indptr[place : place + 2]
        columns, values = self.added.indices[start:end], self.added.data[start:end]
        # Equal values in the order of the terms.
        order = np.argsort(-values, kind="stable")[:_STRONGEST]
        return [self.names[columns[number]] for number in order if values[number] > 0]


def taste(
    prior: Prior, papers: Sequence[Read], evidence: Sequence[Evidence], trust: float = 1.0
) -> Taste:
    """Fit the group's weights around the prior's.

    The rule of the blend: the prior's weights are the mean of a normal distribution, the group's
    are the most likely ones after its evidence. A paper that the group chose says as much as one
    in the prior's own training; without evidence the weights are the prior's.
    """
    told = tuple(sorted((e for e in evidence if _says(e)), key=lambda e: (e.key, e.kind, e.on)))
    shown = [read(_as_candidate(each)) for each in told]
    counted = [counts(paper.title, paper.abstract) for paper in (*shown, *papers)]
    places, rarity = _with_own_terms(prior, counted, len(shown))
    text = text_rows(counted, places, rarity)
    form = form_rows(map(features, (*shown, *papers)), prior.mean, prior.spread)
    rows, split = joined(text, form), len(shown)
    weights = around = _with_room(prior, len(places), trust)
    pull = np.zeros(split)
    if told:
        wanted = np.array([_says(each) > 0 for each in told] + [False] * len(papers))
        says = np.array([CHOSEN_COUNTS * abs(_says(e)) for e in told] + [1.0] * len(papers))
        weights = fit(rows, wanted, says, around, _TIGHTNESS)
        pull = pulls(rows, wanted, says, weights, _TIGHTNESS)[:split]
    before = around.score(rows[split:])
    moved = (rows[:split] @ rows[split:].T).toarray() * pull[:, None]
    likeness = (text[:split] @ text[split:].T).toarray()
    rest = weights.score(rows[split:]) - before - moved.sum(axis=0)
    return Taste(
        before - prior.usual,
        told,
        moved,
        likeness,
        rest,
        tuple(places),
        text[split:] @ diags(weights.features[: len(places)]),
    )


def _with_room(prior: Prior, terms: int, trust: float) -> Weights:
    """The prior's weights, those of subjects as far as they are trusted; 0 for terms unknown to it.

    The usual paper of the prior keeps its score.
    """
    split, weights = len(prior.places), prior.weights.features
    form = weights[split:] * np.array([trust if name in OF_SUBJECT else 1.0 for name in FEATURES])
    return Weights(
        np.concatenate([trust * weights[:split], np.zeros(terms - split), form]),
        prior.usual - trust * (prior.usual - prior.weights.constant),
    )


def _says(evidence: Evidence) -> float:
    return SAYS.get(evidence.kind, 0.0) * max(0.0, evidence.weight)


def _as_candidate(evidence: Evidence) -> Candidate:
    return Candidate(
        evidence.key,
        evidence.title,
        evidence.abstract,
        evidence.authors,
        evidence.categories,
    )


def _with_own_terms(
    prior: Prior, counted: Sequence[Counter[str]], shown: int
) -> tuple[dict[str, int], Floats]:
    """The prior's terms, and those that it lacks of the evidence, if several papers have them."""
    unknown = set().union(*counted[:shown]).difference(prior.places)
    among = Counter(term for found in counted for term in unknown.intersection(found))
    own = sorted(term for term, papers in among.items() if papers >= _SHARED_BY)
    places = prior.places | {term: len(prior.places) + place for place, term in enumerate(own)}
    rarity = np.log((1 + len(counted)) / (1 + np.array([among[term] for term in own]))) + 1
    return places, np.concatenate([prior.rarity, rarity])
