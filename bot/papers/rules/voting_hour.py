"""When to ask an organiser whether the hour of the vote fits. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

_WEEKS: Final = 2


@dataclass(frozen=True, slots=True)
class PastVote:
    """A vote that is over: how many cast a ballot, and whether an organiser was asked after it."""

    id: int
    ballots: int
    is_settled: bool


def asks_after(votes: Sequence[PastVote]) -> int | None:
    """The vote after which to ask, by its id: the last of two in a row in which nobody voted.

    ``votes`` are the newest first. It is asked once: after an answer not again until somebody has
    voted since.
    """
    unvoted = list(takewhile(lambda vote: not vote.ballots, votes))
    if len(unvoted) < _WEEKS or any(vote.is_settled for vote in unvoted):
        return None
    return unvoted[0].id
