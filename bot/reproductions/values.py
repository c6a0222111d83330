"""Attempts to reproduce papers, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.arxiv.values import Paper


class Outcome(StrEnum):
    """What came of an attempt, or of all that the group has shown about a paper."""

    REPRODUCED = "reproduced"
    PARTLY = "partly"
    FAILED = "failed"
    NOT_TRIED = "not-tried"

    @property
    def mark(self) -> str:
        """The mark in front of it."""
        return _MARKS[self]

    @property
    def words(self) -> str:
        """It in words, to stand alone."""
        return _WORDS[self]


_MARKS = {
    Outcome.REPRODUCED: "●",
    Outcome.PARTLY: "◐",
    Outcome.FAILED: "⊘",
    Outcome.NOT_TRIED: "○",
}
_WORDS = {
    Outcome.REPRODUCED: "Reproduced",
    Outcome.PARTLY: "Partly reproduced",
    Outcome.FAILED: "Failed",
    Outcome.NOT_TRIED: "Not tried",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a member says of an attempt."""

    tried: str
    repository: str | None
    outcome: Outcome
    note: str | None
    is_released: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt at the paper with the key ``paper_key``, and whose it is."""

    id: int
    user_id: int
    paper_key: str
    title: str
    entry: Entry
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class TriedPaper:
    """A paper in the group's log: what came of it together, and the attempts that were shown.

    ``outcome`` is the best that was shown. ``is_chosen`` tells papers that the group chose.
    """

    paper: Paper
    outcome: Outcome
    shown: tuple[Attempt, ...]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Log:
    """A page of what the group reproduced, failed or never tried; ``counts`` are of all papers.

    ``mine`` is how many attempts the caller has noted, shown or not.
    """

    papers: tuple[TriedPaper, ...]
    counts: dict[Outcome, int]
    outcome: Outcome | None
    page: int
    pages: int
    mine: int


@dataclass(frozen=True, slots=True)
class OwnAttempts:
    """A page of the caller's own attempts, the newest first."""

    attempts: tuple[Attempt, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Noted:
    """An attempt after an act; ``before`` is what it said, None for a new one."""

    attempt: Attempt
    before: Entry | None = None
