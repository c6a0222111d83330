"""Contributions to open source, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """How a pull request stands, as its member says."""

    OPEN = "open"
    MERGED = "merged"
    CLOSED = "closed"

    @property
    def mark(self) -> str:
        """The mark in front of it."""
        return {State.OPEN: "◐", State.MERGED: "●", State.CLOSED: "⊘"}[self]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a member says of a contribution."""

    link: str
    about: str
    state: State
    is_released: bool


@dataclass(frozen=True, slots=True)
class Contribution:
    """A contribution, and whose it is."""

    id: int
    user_id: int
    entry: Entry
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class OpenMilestone:
    """The milestone of the plan that a merged contribution finishes, while it is open."""

    title: str
    contribution_id: int


@dataclass(frozen=True, slots=True)
class ContributionList:
    """A page of contributions, the newest first, one's own (``mine``) or the group's.

    ``counts`` are of all that it lists, by state; ``mine_count`` and ``released`` are how many one
    has and how many the group can see. ``milestone`` is what one's first merged one may finish.
    """

    found: tuple[Contribution, ...]
    mine: bool
    counts: Mapping[State, int]
    page: int
    pages: int
    mine_count: int
    released: int
    milestone: OpenMilestone | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """One's own contribution after an act; ``milestone`` is what it may finish.

    One that ``was_there`` had been noted before.
    """

    contribution: Contribution
    milestone: OpenMilestone | None
    was_there: bool = False
