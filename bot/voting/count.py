"""Counting a vote by its method."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.voting import approval, runoff, star
from bot.voting.values import Count, Marks, Method

_COUNTS = {
    Method.APPROVAL: approval.count,
    Method.RUNOFF: runoff.count,
    Method.STAR: star.count,
}


def count(method: Method, shortlist: Sequence[str], ballots: Iterable[Marks]) -> Count:
    """Count ``ballots`` over ``shortlist`` (keys of papers, the highest first).

    Papers that are not on it, as those that were withdrawn meanwhile, leave the ballots before
    anything is counted. Nothing raises, whatever the ballots hold (A9); without any that speaks for
    a paper nothing is chosen.
    """
    return _COUNTS[method](list(dict.fromkeys(shortlist)), list(ballots))
