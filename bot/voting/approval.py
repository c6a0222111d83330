"""Approval: a ballot approves as many papers as it likes, and the most approvals win.

Ties go to the one higher on the shortlist. Monotone: one more approval never harms a paper.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.voting.values import Count, Marks, Method, Stage, StageKind


def count(shortlist: Sequence[str], ballots: Sequence[Marks]) -> Count:
    """Count ``ballots`` over ``shortlist``; what they say of other papers does not count."""
    totals = {key: sum(ballot.get(key, 0) > 0 for ballot in ballots) for key in shortlist}
    most = max(totals.values(), default=0)
    best = [key for key in totals if totals[key] == most]
    if most == 0:
        stages = (Stage(StageKind.APPROVALS, totals),) if totals else ()
        return Count(Method.APPROVAL, None, len(ballots), stages, support=totals)
    tied = tuple(best) if len(best) > 1 else ()
    stage = Stage(StageKind.APPROVALS, totals, tied=tied)
    return Count(
        Method.APPROVAL, best[0], len(ballots), (stage,), by_tie_rule=bool(tied), support=totals
    )
