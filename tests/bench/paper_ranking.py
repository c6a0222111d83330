"""The product's ranker over real weeks, as the evaluator in ``../shared/papers`` asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from bot.ranking import Block, Evidence, EvidenceKind, Interests, Ranking, Request
from bot.ranking.learned.prior import Prior, shipped
from bot.ranking.learned.ranker import rank_with
from tests.ranking.picked_weeks import candidate
from tests.ranking.train_prior import train

Row = Mapping[str, Any]


def rank(
    history: Sequence[Row], candidates: Sequence[Row], context: Mapping[str, Any]
) -> list[float]:
    """A score for each candidate; those that the ranker does not propose come last.

    The prior that comes with the bot is used only where every week that it has seen is over;
    else one is trained in the same way on the history alone.
    """
    start = date.fromisoformat(context["week_start"])
    prior = shipped()
    if prior.until >= start:
        prior = _trained(_Rows(history))
    ranked = ranking(prior, history, candidates, start)
    scores = {each.key: each.score for each in ranked.ordered}
    return [scores.get(row["arxiv_id"], float("-inf")) for row in candidates]


def ranking(
    prior: Prior,
    history: Sequence[Row],
    candidates: Sequence[Row],
    start: date,
    blocks: tuple[Block, ...] = (),
) -> Ranking:
    """What a group is proposed that chose what history says."""
    request = Request(
        today=date.fromordinal(start.toordinal() + 6),
        candidates=tuple(candidate(row) for row in candidates),
        evidence=tuple(_chosen(row) for row in history if row["label"]),
        interests=Interests(),
        blocks=blocks,
    )
    return rank_with(request, prior)


def _chosen(row: Row) -> Evidence:
    found = candidate(row)
    return Evidence(
        found.key,
        found.title,
        found.abstract,
        found.authors,
        found.categories,
        EvidenceKind.CHOSEN,
        found.announced_on or date.min,
    )


class _Rows(tuple[Row, ...]):
    """Rows that are the same history if they have the same papers and labels."""

    def _key(self) -> tuple[tuple[str, bool], ...]:
        return tuple((row["arxiv_id"], bool(row["label"])) for row in self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rows) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())


@lru_cache(maxsize=2)
def _trained(history: _Rows) -> Prior:
    return train(history, "label")
