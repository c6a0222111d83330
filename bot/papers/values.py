"""The plain frozen values of a group's weekly paper: nominations, rounds, ballots, opinions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.arxiv.values import Feed, Health, Paper
from bot.public_panels import PostedMessage


class RoundDecision(StrEnum):
    """What decided a round; it is shown with the result."""

    APPROVALS = "approvals"
    TIE = "tie"
    NO_BALLOTS = "no-ballots"
    NOTHING_LISTED = "nothing-listed"


class NominationOutcome(StrEnum):
    """What became of a nomination. Only the first two keep it."""

    ADDED = "added"
    MERGED = "merged"
    ALREADY_YOURS = "already-yours"
    ONE_A_WEEK = "one-a-week"
    ON_SHORTLIST = "on-shortlist"
    DISCUSSED = "discussed"
    WITHDRAWN = "withdrawn"


class WhyNot(StrEnum):
    """Why a member finds that a paper is not for the group."""

    TOPIC = "topic"
    TOO_LONG = "too-long"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a member thinks of a paper: 👍 (True) or 👎, and why it is not for the group.

    Each is None where they have not said.
    """

    likes: bool | None = None
    why_not: WhyNot | None = None


class InterestKind(StrEnum):
    """What a member's interest is about."""

    WORD = "word"
    AUTHOR = "author"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Interest:
    """What one member follows or leaves out. Two spellings of one thing have the same ``key``."""

    kind: InterestKind
    key: str
    value: str
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class MyInterests:
    """All that a member named: what they follow first, each kind by itself.

    After an act, ``added`` are the values that are new or meant the other way before, and ``known``
    those that stood so already.
    """

    interests: tuple[Interest, ...]
    added: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedInterest:
    """What members named, with how many of them follow it and how many leave it out."""

    kind: InterestKind
    value: str
    followers: int
    leavers: int


@dataclass(frozen=True, slots=True)
class Nominated:
    """The paper, what became of its nomination, and how many members wish for it.

    ``round_id`` is the round that settles it: where it stands on the open shortlist, or won.
    ``instead`` is the paper that the member nominated since the last shortlist, where that is why.
    """

    paper: Paper
    outcome: NominationOutcome
    nominators: int
    round_id: int | None = None
    instead: Paper | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """The feeds that a group follows, and whether what is cross-listed in them counts (A2)."""

    feeds: tuple[Feed, ...]
    cross_lists: bool


@dataclass(frozen=True, slots=True)
class FeedsChanged:
    """The feeds that a group follows now, and the categories that were asked about.

    ``known`` were followed before.
    """

    now: Followed
    added: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    removed: str | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """A paper on a shortlist: why it is there and, once the round is closed, its approvals.

    One that was withdrawn before the close has none then: it did not count. ``block`` names the
    block of the plan that it serves ("block 2: Practical skills"), if members stand in one.
    """

    paper: Paper
    position: int
    reasons: tuple[str, ...]
    approvals: int | None
    block: str | None = None


@dataclass(frozen=True, slots=True)
class PaperDetails:
    """A paper with what its reader thinks of it.

    ``pick`` is how it stood on the newest of the group's shortlists that had it, which opened at
    ``listed_at``; both are None where none had.
    """

    paper: Paper
    opinion: Opinion
    pick: Pick | None = None
    listed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A week's shortlist and its vote. ``ballots`` counts members, by now or at the close.

    ``considered`` is how many papers its shortlist was chosen from, where that is known. ``feeds``
    says how the group's feeds were together when none of them was worth a place.
    """

    id: int
    guild_id: int
    period: date
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    decision: RoundDecision | None
    ballots: int
    picks: tuple[Pick, ...]
    winner: Paper | None
    channel_id: int | None
    message_id: int | None
    result_message_id: int | None
    thread_id: int | None
    trouble: str | None
    feeds: Health | None = None
    considered: int | None = None

    @property
    def chose_nothing(self) -> bool:
        """Whether its vote is over and nobody approved a paper."""
        return self.decision is RoundDecision.NO_BALLOTS and self.winner is None

    def takes_ballots(self, now: datetime) -> bool:
        """Whether a ballot that arrives at ``now`` counts: before the close, not at it."""
        return self.closed_at is None and now < self.closes_at

    @property
    def shortlist(self) -> PostedMessage | None:
        """Where the shortlist stands for all to see, once it is posted."""
        if self.channel_id is None or self.message_id is None:
            return None
        return PostedMessage(self.channel_id, self.message_id)

    @property
    def vote_ended_at(self) -> datetime:
        """When the vote of a round that takes no more ballots was over, however late it closed."""
        return min(self.closed_at or self.closes_at, self.closes_at)


@dataclass(frozen=True, slots=True)
class Ballot:
    """A member's ballot in a round: the keys they approve, empty while they have none."""

    round: Round
    approved: frozenset[str]
    cast_at: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    """How a group's weekly paper stands.

    ``rounds`` are the newest two, newest first. ``missed`` is the local date of an opening after
    them that was missed: that week has no shortlist. ``is_waiting`` says that one after them is due
    and still on its way.
    """

    rounds: tuple[Round, ...]
    feeds: tuple[Feed, ...]
    opens_at: datetime | None
    missed: date | None
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class ChosenPaper:
    """A paper that the group chose, with the round that chose it; its abstract is not read.

    ``searched`` is its title, authors and subjects as they are compared (`bot.inputs.text.folded`).
    ``approvals`` is None where a former version did not keep them.
    """

    round_id: int
    paper: Paper
    searched: str
    period: date
    opened_at: datetime
    closed_at: datetime
    decision: RoundDecision
    ballots: int
    approvals: int | None
    block: str | None
    thread_id: int | None


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a paper stood on one of the group's shortlists; totals once its vote is closed."""

    round_id: int
    opened_at: datetime
    closed_at: datetime | None
    position: int
    approvals: int | None
    ballots: int | None
    is_chosen: bool
    thread_id: int | None
    block: str | None


@dataclass(frozen=True, slots=True)
class Total:
    """What a paper of a closed vote got; None for one that did not count."""

    position: int
    key: str
    title: str
    approvals: int | None
