"""Which papers of earlier shortlists may come back, and which never do. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

RUNNER_UP_SHARE = 0.3
"""A paper that so many of the ballots approved without choosing it comes back once."""

_RUNNER_UP_WITHIN = timedelta(days=14)
_PASSED_OVER = 2
# A paper of the plan has two chances, so far apart.
_PLAN_CHANCES, _PLAN_RESTS = 2, timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Listing:
    """A paper on one of the group's shortlists.

    ``closed_at`` is None while that vote is open. ``approvals`` is None then, and where the paper
    was withdrawn by the close.
    """

    key: str
    opened_at: datetime
    closed_at: datetime | None
    ballots: int
    approvals: int | None
    is_winner: bool

    @property
    def share(self) -> float:
        """The share of the ballots that approved it."""
        return (self.approvals or 0) / self.ballots if self.ballots else 0.0

    @property
    def is_passed_over(self) -> bool:
        """Whether members voted, and none of them for it."""
        return self.closed_at is not None and self.ballots > 0 and self.approvals == 0


@dataclass(frozen=True, slots=True)
class Opinions:
    """How many members think what of a paper."""

    likes: int = 0
    dislikes: int = 0
    off_topic: int = 0
    too_long: int = 0
    known: int = 0


def runner_ups(listings: Iterable[Listing], now: datetime) -> set[str]:
    """Those that come back once: approved well in a vote of the last two weeks, and not chosen.

    A paper that stood on two shortlists has had its second chance.
    """
    found = set()
    for key, stood in _by_key(listings).items():
        last = stood[-1]
        if (
            len(stood) == 1
            and last.closed_at is not None
            and last.closed_at > now - _RUNNER_UP_WITHIN
            and not last.is_winner
            and last.share >= RUNNER_UP_SHARE
        ):
            found.add(key)
    return found


def rested(keys: Collection[str], listings: Iterable[Listing], now: datetime) -> set[str]:
    """Those papers of the plan, by their ``keys``, that may stand on a shortlist again, or first.

    Each has two chances, four weeks apart.
    """
    stood = _by_key(listings)
    return {
        key
        for key in keys
        if len(before := stood.get(key, ())) < _PLAN_CHANCES
        and all(each.opened_at <= now - _PLAN_RESTS for each in before)
    }


def passed_over(listings: Iterable[Listing], opinions: Mapping[str, Opinions]) -> set[str]:
    """Those that the group passed over twice, so that they do not come back unasked.

    Once is a vote in which nobody approved a paper, or a member who says that it is off topic or
    known; what members say does not count against a paper that somebody likes or approved.
    """
    stood = _by_key(listings)
    found = set()
    for key in stood.keys() | opinions.keys():
        said = opinions.get(key, Opinions())
        times = sum(each.is_passed_over for each in stood.get(key, ()))
        if not said.likes and not any(each.approvals for each in stood.get(key, ())):
            times += said.off_topic + said.known
        if times >= _PASSED_OVER:
            found.add(key)
    return found


def _by_key(listings: Iterable[Listing]) -> Mapping[str, Sequence[Listing]]:
    """Each paper's listings, the oldest first."""
    found: dict[str, list[Listing]] = defaultdict(list)
    for each in sorted(listings, key=lambda each: each.opened_at):
        found[each.key].append(each)
    return found
