"""The public file of a closed vote, from its round."""

from __future__ import annotations

from bot.papers.values import Round, RoundDecision
from bot.voting import Stage, StageKind
from bot.voting.receipts import Receipts


def receipts_of(found: Round) -> Receipts:
    """What the file of a closed round tells: always the same, unless arXiv changes a title."""
    assert found.closed_at is not None, "before the close there is nothing to tell"
    return Receipts(
        period=found.period,
        closed_at=found.vote_ended_at,
        method=found.method,
        titles={pick.paper.key: pick.paper.title for pick in found.picks},
        gone=frozenset(pick.paper.key for pick in found.picks if pick.approvals is None),
        ballots=found.ballots,
        stages=stages(found),
        winner=found.winner.key if found.winner and found.is_picked else None,
        by_tie_rule=found.decision is RoundDecision.TIE,
        codes=found.codes,
    )


def stages(found: Round) -> tuple[Stage, ...]:
    """How a closed round was counted; former versions kept its approvals alone."""
    totals = {pick.paper.key: pick.approvals for pick in found.picks if pick.approvals is not None}
    if found.stages or not totals:
        return found.stages
    most = max(totals.values())
    tied = tuple(key for key, total in totals.items() if total == most)
    is_tied = len(tied) > 1 and most > 0
    return (Stage(StageKind.APPROVALS, totals, tied=tied if is_tied else ()),)
