"""The learned order: a group's taste and the stated parts, added up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from bot.ranking.learned.own_words import own_words
from bot.ranking.learned.prior import Prior
from bot.ranking.learned.reasons import LIKE, KnownAuthors, is_said, like
from bot.ranking.learned.taste import Taste, taste
from bot.ranking.parts import NEW, Known, Part, Read
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
        stated = known.stated(paper)
        parts = [*stated.parts, *_learned(found, place, paper, request.today)]
        by = authors.part(paper)
        parts += [by] if by is not None else []
        judged.append(
            Judged(
                paper,
                tuple(parts),
                stated.block,
                partial(_own_words, found, place, paper),
            )
        )
    return ranking(judged, request)


def _own_words(found: Taste, place: int, paper: Read) -> str:
    return own_words(paper, found.terms(place)) or NEW


def _learned(found: Taste, place: int, paper: Read, today: date) -> Iterable[Part]:
    """What the prior, the evidence and the rest of the week say of one candidate.

    Of the evidence, the paper that speaks most for it is named, if the two are alike.
    """
    yield Part(float(found.prior[place] + found.rest[place]) - FLOOR)
    moved = found.moved[:, place]
    alike = [
        number
        for number in ((found.likeness[:, place] >= LIKE) & (moved > 0)).nonzero()[0]
        if found.evidence[number].key != paper.candidate.key and is_said(found.evidence[number])
    ]
    if alike:
        most = max(alike, key=lambda number: (moved[number], -number))
        yield Part(float(moved[most]), like(found.evidence[most], today))
        yield Part(float(moved.sum() - moved[most]))
    else:
        yield Part(float(moved.sum()))


def _trust(request: Request) -> float:
    """How far the prior may speak of subjects."""
    is_stated = (
        request.interests.words
        or any(block.members for block in request.blocks)
        or any(each.kind is EvidenceKind.SEED for each in request.evidence)
    )
    return TRUST if is_stated else 1.0
