"""What use cases of papers give back: plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.papers.ballots import Decision


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper; ``key`` is its arXiv id without version. The texts are as arXiv has them."""

    key: str
    title: str
    authors: tuple[str, ...]
    abstract: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """A paper on a shortlist: why it is there and, once the round is closed, its approvals."""

    paper: Paper
    position: int
    reasons: tuple[str, ...]
    approvals: int | None


@dataclass(frozen=True, slots=True)
class Round:
    """A week's shortlist and its vote. ``ballots`` counts members, by now or at the close."""

    id: int
    guild_id: int
    period: date
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    decision: Decision | None
    ballots: int
    picks: tuple[Pick, ...]
    winner: Paper | None
    channel_id: int | None
    message_id: int | None
    result_message_id: int | None
    thread_id: int | None
    trouble: str | None

    def takes_ballots(self, now: datetime) -> bool:
        """Whether a ballot that arrives at ``now`` counts: before the close, not at it."""
        return self.closed_at is None and now < self.closes_at

    @property
    def vote_ended_at(self) -> datetime:
        """When the vote of a round that takes no more ballots was over, however late it closed."""
        return min(self.closed_at or self.closes_at, self.closes_at)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of closed rounds, newest first. ``page`` counts from 0."""

    rounds: tuple[Round, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Ballot:
    """A member's ballot in a round: the keys they approve, empty while they have none."""

    round: Round
    approved: frozenset[str]
    cast_at: datetime | None
