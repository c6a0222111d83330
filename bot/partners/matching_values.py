"""What goes into the matching of partners and what comes out of it: plain, picklable values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_PARTNERS = 5
"""So many partners at once one can take at most."""

Pair = tuple[int, int]
"""Two different people, the smaller id first."""


def pair(one: int, other: int) -> Pair:
    """Two people in whichever order, as one pair."""
    return (one, other) if one < other else (other, one)


class Role(StrEnum):
    """What somebody would be in a group; one may offer several."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    PEER = "peer"


class Kind(StrEnum):
    """What a group is."""

    MENTORING = "mentoring"
    PEERS = "peers"


class Reason(StrEnum):
    """Why somebody has no partner in a round.

    None of them tells that somebody else excluded them: a "not with" list is private.
    """

    ALONE = "alone"
    """Nobody else takes part."""
    NO_MENTOR_FREE = "no_mentor_free"
    """They look for a mentor, and none is free for them."""
    NO_PEER_FREE = "no_peer_free"
    """They would be a peer, and nobody is free for them."""
    NO_MENTEE_FREE = "no_mentee_free"
    """They only mentor, and nobody is left who looks for them."""
    NO_ROLE = "no_role"
    """They offer no role."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who takes part in a round.

    ``capacity`` is how many partners they take at once. ``strong`` and ``focus`` are axes of the
    competencies, empty where they are not released. ``waking`` is what `waking.waking_hours`
    gives: bit n stands for the n-th quarter of an hour of the UTC day. ``waiting`` counts the last
    rounds in a row without a partner, ``load`` the partners they had lately.

    Raises:
        ValueError: a capacity out of its bounds, or a negative count.
    """

    user_id: int
    roles: frozenset[Role]
    capacity: int = 1
    topics: frozenset[str] = frozenset()
    strong: frozenset[str] = frozenset()
    focus: frozenset[str] = frozenset()
    waking: int = 0
    waiting: int = 0
    load: int = 0

    def __post_init__(self) -> None:
        """Refuse what would break the weights."""
        if not 1 <= self.capacity <= MOST_PARTNERS:
            raise ValueError(f"a capacity of 1 to {MOST_PARTNERS}, not {self.capacity}")
        if min(self.waking, self.waiting, self.load) < 0:
            raise ValueError("waking, waiting and load count from 0")


@dataclass(frozen=True, slots=True)
class Group:
    """Two partners, or three peers. In a mentoring the mentor is the first of the members."""

    members: tuple[int, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody without a partner in this round."""

    user_id: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Matching:
    """Who is with whom, and who is left: each candidate is in a group or left, never both."""

    groups: tuple[Group, ...]
    left: tuple[Left, ...]
