"""What a ranking is asked and what it answers: plain data that crosses to the worker's process."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter

NO_FLOOR = -1000.0
"""Below every score."""


class EvidenceKind(StrEnum):
    """What the group showed of its taste with a paper."""

    CHOSEN = "chosen"
    """It won a vote."""
    APPROVED = "approved"
    """Ballots approved it; the evidence's weight is their share."""
    NOMINATED = "nominated"
    REVIEWED = "reviewed"
    LIKED = "liked"
    DISLIKED = "disliked"
    OFF_TOPIC = "off_topic"
    """*Not for us*, because of its topic."""
    TOO_LONG = "too_long"
    KNOWN = "known"
    PASSED_OVER = "passed_over"
    """It stood on a shortlist and nobody approved it."""
    SEED = "seed"
    """One of the plan's own papers."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper that may be proposed.

    ``new_in`` and ``cross_in`` are the group's categories that announced it, ``announced_on`` the
    date of the newest announcement (None: only nominated, or of the plan), ``nominated_at`` the
    instant of the first nomination that is still open (None: it has none). ``venue`` is where it
    was accepted. ``is_runner_up``: a group's vote approved it well without choosing it, and it
    comes back once. ``is_plan_paper``: of the plan, and not discussed yet. ``is_discussed``: the
    group has, and somebody asks for it again.
    """

    key: str
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    new_in: tuple[str, ...] = ()
    cross_in: tuple[str, ...] = ()
    announced_on: date | None = None
    venue: str | None = None
    nominators: int = 0
    nominated_at: datetime | None = None
    is_discussed: bool = False
    is_runner_up: bool = False
    is_plan_paper: bool = False

    def __reduce__(self) -> tuple[type[Candidate], tuple[object, ...]]:
        # The bot's loop is held while two thousand are pickled: 9 ms so, 14 ms as it is without.
        return Candidate, _FIELDS(self)


_FIELDS = attrgetter(*(field.name for field in fields(Candidate)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the group did with a paper, and when. ``weight`` scales how much it says."""

    key: str
    title: str
    abstract: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    kind: EvidenceKind
    on: date
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Interests:
    """What the members follow and what they leave out, of the whole group together.

    What is excluded drops a paper, what is lowered only stands lower.
    """

    words: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    excluded_words: tuple[str, ...] = ()
    excluded_authors: tuple[str, ...] = ()
    excluded_categories: tuple[str, ...] = ()
    lowered_words: tuple[str, ...] = ()
    lowered_authors: tuple[str, ...] = ()
    lowered_categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the plan where members stand.

    ``name`` is said to members ("block 2: quantisation"), ``terms`` are what it is about, the most
    telling first.
    """

    name: str
    terms: tuple[str, ...]
    members: int = 1


@dataclass(frozen=True, slots=True)
class Request:
    """All that a ranking depends on. The same request gives the same ranking.

    ``venues`` are those that the group cares about, as `Candidate.venue` calls them.
    ``floor`` is the least score that a paper needs unless a member nominated it; 0 is the
    ranker's own, and a group that wants fewer papers raises it.
    """

    today: date
    candidates: tuple[Candidate, ...]
    evidence: tuple[Evidence, ...] = ()
    interests: Interests = Interests()
    blocks: tuple[Block, ...] = ()
    venues: tuple[str, ...] = ()
    include_cross: bool = False
    floor: float = 0.0
    size: int = 5


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score and the reasons for it, strongest first.

    The score is a sum of parts, and each reason is one of them. Beyond a shortlist and the best
    hundred there may be none. The texts are plain, without
    markdown. ``block`` is the name of the block that the paper serves.
    """

    key: str
    score: float
    reasons: tuple[str, ...]
    block: str | None = None
    nominators: int = 0
    nominated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The shortlist, and all that may be proposed in order, best first."""

    shortlist: tuple[Scored, ...]
    ordered: tuple[Scored, ...]
