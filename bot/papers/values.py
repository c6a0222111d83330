"""The plain frozen values of a group's weekly paper: nominations, rounds, ballots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.arxiv.values import Feed, Health, Paper
from bot.interests.values import Opinion
from bot.public_panels import PostedMessage, PublicPanel
from bot.voting import Method, Stage

GUIDE = PublicPanel("reading guide")
"""The first words in the thread of a paper that was chosen; its thing is the round."""


class RoundDecision(StrEnum):
    """What decided a round; it is shown with the result.

    Where ballots did, the value is from when approval was the only method.
    """

    BALLOTS = "approvals"
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


@dataclass(frozen=True, slots=True)
class Nominated:
    """The paper, what became of its nomination, and how many members wish for it.

    ``round_id`` is the round that settles it: where it stands on the open shortlist, or won.
    ``instead`` is the paper that the member nominated since the last shortlist, where that is why.
    ``is_named`` says whether the shortlist will name them with the one that they nominated.
    """

    paper: Paper
    outcome: NominationOutcome
    nominators: int
    round_id: int | None = None
    instead: Paper | None = None
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """A paper on a shortlist: why it is there and, once the round is closed, its approvals.

    Whatever the method, these are the ballots that speak for it.

    One that was withdrawn before the close has none then: it did not count. ``block`` names the
    block of the plan that it serves ("block 2: Practical skills"), if members stand in one.
    ``named`` are those of who nominated it that let their names be shown, where that was asked for.
    """

    paper: Paper
    position: int
    reasons: tuple[str, ...]
    approvals: int | None
    block: str | None = None
    named: tuple[int, ...] = ()


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
    says how the group's feeds were together when none of them was worth a place. ``stages`` says
    how it was counted once it is closed, and ``codes`` which ballots counted; that is None for
    votes of before ballots had codes. An organiser gave the vote more days (``is_extended``), or
    ended it without a pick or before it opened (``is_skipped``).
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
    guide_message_id: int | None = None
    is_extended: bool = False
    is_skipped: bool = False
    is_hour_settled: bool = False
    method: Method = Method.APPROVAL
    hides_totals: bool = True
    stages: tuple[Stage, ...] = ()
    codes: tuple[str, ...] | None = None

    @property
    def is_picked(self) -> bool:
        """Whether ballots chose its winner: former versions took one that nobody approved."""
        return self.decision in (RoundDecision.BALLOTS, RoundDecision.TIE)

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
    def guide(self) -> PostedMessage | None:
        """Where the guide to its reading stands, once it is posted."""
        if self.thread_id is None or self.guide_message_id is None:
            return None
        return PostedMessage(self.thread_id, self.guide_message_id)

    @property
    def vote_ended_at(self) -> datetime:
        """When the vote of a round that takes no more ballots was over, however late it closed."""
        return min(self.closed_at or self.closes_at, self.closes_at)


@dataclass(frozen=True, slots=True)
class Ballot:
    """A member's ballot in a round.

    Without one there are no ``marks``, and ``cast_at`` and ``code`` are None.
    """

    round: Round
    marks: Mapping[str, int]
    cast_at: datetime | None
    code: str | None

    @property
    def approved(self) -> frozenset[str]:
        """The keys that it says something for."""
        return frozenset(key for key, mark in self.marks.items() if mark > 0)

    @property
    def ranked(self) -> tuple[str, ...]:
        """The keys in the order of their marks: of a ranking, the first choice first."""
        return tuple(sorted(self.marks, key=lambda key: self.marks[key]))

    @property
    def is_counted(self) -> bool | None:
        """Whether it counted at the close; None while nobody can say."""
        if self.code is None or self.round.codes is None:
            return None
        return self.code in self.round.codes


@dataclass(frozen=True, slots=True)
class VoteSettings:
    """How a group's rounds to come vote.

    ``has_open`` says that a vote is open, which goes on as it began.
    """

    method: Method
    hides_totals: bool
    has_open: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """How a group's weekly paper stands.

    ``rounds`` are the newest two, newest first. ``missed`` is the local date of an opening after
    them that was missed: that week has no shortlist. ``is_waiting`` says that one after them is due
    and still on its way. ``asks_hour`` is the round after which an organiser is to be asked whether
    the hour of the vote fits. ``so_far`` is the first stage of an open vote that shows its totals.
    """

    rounds: tuple[Round, ...]
    feeds: tuple[Feed, ...]
    opens_at: datetime | None
    missed: date | None
    is_waiting: bool = False
    asks_hour: int | None = None
    so_far: Stage | None = None


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
    method: Method = Method.APPROVAL


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
    method: Method = Method.APPROVAL


@dataclass(frozen=True, slots=True)
class Total:
    """What a paper of a closed vote got; None for one that did not count."""

    position: int
    key: str
    title: str
    approvals: int | None
