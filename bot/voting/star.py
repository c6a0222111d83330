"""STAR, score then automatic runoff: ballots score papers from 0 to 5.

The two papers with the highest totals meet, and the one that more ballots score higher than the
other wins. Equal totals go by who has more fives, then by the shortlist; an equal meeting by the
higher total, then by fives and the shortlist. (The method's authors look at meetings among those
with equal totals first. Here a paper's place in the last two depends on its own scores alone, which
one sentence says, and which keeps the method monotone with its ties: a higher score never harms.)
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.voting.values import MOST_STARS, Count, Marks, Method, Stage, StageKind

_SPEAKS_FOR = 3


def count(shortlist: Sequence[str], ballots: Sequence[Marks]) -> Count:
    """Count ``ballots`` over ``shortlist``; what they say of other papers does not count."""
    scores = {key: [_score(ballot, key) for ballot in ballots] for key in shortlist}
    totals = {key: sum(given) for key, given in scores.items()}
    support = {key: sum(each >= _SPEAKS_FOR for each in scores[key]) for key in shortlist}
    fives = {key: scores[key].count(MOST_STARS) for key in shortlist}
    # Sorting keeps the shortlist's order among equals.
    best = sorted(shortlist, key=lambda key: (-totals[key], -fives[key]))
    if not any(totals.values()):
        stages = (Stage(StageKind.SCORES, totals),) if totals else ()
        return Count(Method.STAR, None, len(ballots), stages, support=support)
    last_two = sorted(best[:2], key=list(shortlist).index)
    edge = totals[best[len(last_two) - 1]]
    at_edge = [key for key in shortlist if totals[key] == edge]
    # Whoever stands above the edge is in by their total alone.
    is_tied = len(at_edge) > len([key for key in last_two if totals[key] == edge])
    out = tuple(key for key in shortlist if key not in last_two)
    first = Stage(StageKind.SCORES, totals, out, tuple(at_edge) if is_tied else ())
    if len(last_two) < 2:
        return Count(Method.STAR, best[0], len(ballots), (first,), support=support)
    one, other = last_two
    meeting = _meeting(one, other, scores)
    is_even = len(set(meeting.values())) == 1
    winner = best[0] if is_even else max(last_two, key=lambda key: meeting[key])
    loser = other if winner == one else one
    second = Stage(StageKind.PREFERENCES, meeting, (loser,), tuple(last_two) if is_even else ())
    return Count(
        Method.STAR,
        winner,
        len(ballots),
        (first, second),
        by_tie_rule=len(_possible_winners(scores, totals)) > 1,
        support=support,
    )


def _score(ballot: Marks, key: str) -> int:
    return min(max(ballot.get(key, 0), 0), MOST_STARS)


def _meeting(one: str, other: str, scores: dict[str, list[int]]) -> dict[str, int]:
    """How many ballots score either of two higher than the other."""
    pairs = list(zip(scores[one], scores[other], strict=True))
    return {one: sum(a > b for a, b in pairs), other: sum(b > a for a, b in pairs)}


def _possible_winners(scores: dict[str, list[int]], totals: dict[str, int]) -> set[str]:
    """Who could win if ties went any way."""
    found: set[str] = set()
    for one in totals:
        for other in totals:
            if one == other or not _could_meet(one, other, totals):
                continue
            meeting = _meeting(one, other, scores)
            if meeting[one] >= meeting[other]:
                found.add(one)
    return found


def _could_meet(one: str, other: str, totals: dict[str, int]) -> bool:
    """Whether at most those two have a higher total than the lower one of them."""
    lower = min(totals[one], totals[other])
    above = {key for key, total in totals.items() if total > lower}
    return above <= {one, other}
