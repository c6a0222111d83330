"""Counting approval ballots. Pure; every tie has a rule, and nothing raises (A9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.papers.values import RoundDecision


@dataclass(frozen=True, slots=True)
class Tally:
    """The result of a round.

    ``approvals`` counts each paper of the shortlist, in its order. ``tied`` are those that shared
    the most, when there were several.
    """

    winner: str | None
    decision: RoundDecision
    approvals: dict[str, int]
    ballots: int
    tied: tuple[str, ...] = ()


def tally(shortlist: Sequence[str], ballots: Iterable[frozenset[str]]) -> Tally:
    """Count ``ballots`` over ``shortlist`` (paper keys, best score first).

    The most approvals win. Among equals the one higher on the shortlist wins, so that the rule can
    be checked on what everybody saw. Without any approval nothing is chosen. Approvals of papers
    that are not on the list do not count.
    """
    cast = list(ballots)
    approvals = {key: sum(key in ballot for ballot in cast) for key in shortlist}
    if not approvals:
        return Tally(None, RoundDecision.NOTHING_LISTED, {}, len(cast))
    most = max(approvals.values())
    if most == 0:
        return Tally(None, RoundDecision.NO_BALLOTS, approvals, len(cast))
    best = tuple(key for key in approvals if approvals[key] == most)
    decision = RoundDecision.APPROVALS if len(best) == 1 else RoundDecision.TIE
    return Tally(best[0], decision, approvals, len(cast), best if len(best) > 1 else ())
