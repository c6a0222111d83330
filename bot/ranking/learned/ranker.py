"""The learned order: a group's taste and the stated parts, added up."""

from __future__ import annotations

from collections.abc import Iterable

from bot.ranking.learned.prior import Prior
from bot.ranking.learned.reasons import LIKE, KnownAuthors, like, own_words
from bot.ranking.learned.taste import Taste, taste
from bot.ranking.parts import Known, Part, Read
from bot.ranking.selection import Judged, ranking
from bot.ranking.values import EvidenceKind, Ranking, Request

FLOOR = 1.5
"""The own floor, in points above the usual paper. Chosen on dev with no history: nine in ten picks
reach it, and three in ten papers."""

TRUST = 0.7
"""How far the prior's taste in subjects counts where the group states a subject of its own.

It was learned from one curator, who likes language models: a plan about graphs must be able to
outweigh it. What the prior says of the form of a paper counts wholly."""


def rank_with(request: Request, prior: Prior) -> Ranking:
    """Rank a request's candidates by a prior, the group's evidence and what it states."""
    known = Known(request)
    papers = known.papers
    if not papers:
        return Ranking((), ())
    found = taste(prior, papers, request.evidence, _trust(request))
    authors = KnownAuthors(request.evidence)
    judged = []
    for place, paper in enumerate(papers):
        served = known.served(paper)
        parts = [*known.parts(paper), *_learned(found, place, paper, request)]
        by = authors.part(paper)
        parts += [by] if by is not None else []
        judged.append(
            Judged(
                paper,
                tuple(parts),
                served[0].name if served else None,
                own_words(paper, found.terms[place]),
            )
        )
    return ranking(judged, request)


def _learned(found: Taste, place: int, paper: Read, request: Request) -> Iterable[Part]:
    """What the prior, each piece of evidence and the rest of the week say of one candidate."""
    yield Part(float(found.prior[place] + found.rest[place]) - FLOOR)
    said: set[str] = set()
    for number in (-found.moved[:, place]).argsort(kind="stable"):
        evidence, points = found.evidence[number], float(found.moved[number, place])
        is_like = points > 0 and found.likeness[number, place] >= LIKE
        # One paper that it is like is enough to say.
        if is_like and not said and evidence.key != paper.candidate.key and _wanted(evidence.kind):
            said.add(evidence.key)
            yield Part(points, like(evidence, request.today))
        else:
            yield Part(points)


def _wanted(kind: EvidenceKind) -> bool:
    return kind not in (EvidenceKind.DISLIKED, EvidenceKind.OFF_TOPIC, EvidenceKind.PASSED_OVER)


def _trust(request: Request) -> float:
    """How far the prior may speak of subjects."""
    is_stated = (
        request.interests.words
        or any(block.members for block in request.blocks)
        or any(each.kind is EvidenceKind.SEED for each in request.evidence)
    )
    return TRUST if is_stated else 1.0
