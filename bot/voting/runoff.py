"""Instant runoff: ballots rank papers, and the last ones leave until one has more than half.

In each round a ballot counts for the paper that it ranks highest of those still in; one that ranks
none of them rests. A paper with more than half of the ballots that count wins. Otherwise the one
with the fewest leaves; of several with the fewest, the one lowest on the shortlist. Those without a
single ballot leave together, which changes nothing for the others.

Not monotone, as no instant runoff is: a paper that more ballots rank first can lose by it, where
that changes who meets whom in the last round.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.voting.values import Count, Marks, Method, Stage, StageKind


def count(shortlist: Sequence[str], ballots: Sequence[Marks]) -> Count:
    """Count ``ballots`` over ``shortlist``; papers that are not on it leave each ranking first."""
    rankings = [_ranking(shortlist, ballot) for ballot in ballots]
    stages: list[Stage] = []
    left = tuple(shortlist)
    winner = None
    while winner is None and any(rankings) and left:
        totals = _totals(left, rankings)
        winner = _majority(totals)
        weakest = () if winner else _weakest(totals)
        out = weakest if not _fewest(totals) else weakest[-1:]
        tied = weakest if len(weakest) > 1 and _fewest(totals) else ()
        stages.append(Stage(StageKind.CHOICES, totals, out, tied))
        left = tuple(key for key in left if key not in out)
    if not stages and shortlist:
        stages.append(Stage(StageKind.CHOICES, _totals(left, rankings)))
    return Count(
        Method.RUNOFF,
        winner,
        len(ballots),
        tuple(stages),
        by_tie_rule=len(_possible_winners(tuple(shortlist), rankings, {})) > 1,
        support=_support(shortlist, rankings),
    )


def _ranking(shortlist: Sequence[str], ballot: Marks) -> list[str]:
    """The papers of a ballot from the first choice on. Equal places go by the shortlist."""
    ranked = [key for key in shortlist if ballot.get(key, 0) > 0]
    return sorted(ranked, key=lambda key: ballot[key])


def _totals(left: Sequence[str], rankings: Sequence[Sequence[str]]) -> dict[str, int]:
    totals = dict.fromkeys(left, 0)
    for ranking in rankings:
        first = next((key for key in ranking if key in totals), None)
        if first is not None:
            totals[first] += 1
    return totals


def _majority(totals: dict[str, int]) -> str | None:
    in_play = sum(totals.values())
    return next((key for key, number in totals.items() if 2 * number > in_play), None)


def _fewest(totals: dict[str, int]) -> int:
    return min(totals.values())


def _weakest(totals: dict[str, int]) -> tuple[str, ...]:
    """Those with the fewest, in the shortlist's order."""
    return tuple(key for key, number in totals.items() if number == _fewest(totals))


def _possible_winners(
    left: tuple[str, ...],
    rankings: Sequence[Sequence[str]],
    known: dict[tuple[str, ...], frozenset[str]],
) -> frozenset[str]:
    """Who could win if any of those that tie for leaving left."""
    if left in known:
        return known[left]
    totals = _totals(left, rankings)
    if not any(totals.values()):
        return frozenset()
    winner = _majority(totals)
    if winner is not None:
        known[left] = frozenset([winner])
        return known[left]
    weakest = _weakest(totals)
    leaving = [weakest] if _fewest(totals) == 0 else [(key,) for key in weakest]
    found: frozenset[str] = frozenset()
    for out in leaving:
        found |= _possible_winners(tuple(key for key in left if key not in out), rankings, known)
    known[left] = found
    return found


def _support(shortlist: Sequence[str], rankings: Sequence[Sequence[str]]) -> dict[str, int]:
    """How many ballots have a paper in the upper half of the places."""
    upper = (len(shortlist) + 1) // 2
    return {key: sum(key in ranking[:upper] for ranking in rankings) for key in shortlist}
