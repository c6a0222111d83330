"""Closed cycles, how members stood in them, and what a review asks, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.errors import NotFound
from bot.groups.values import Group
from bot.milestones.values import Board, Count, GroupProgress, Item, Status


@dataclass(frozen=True, slots=True)
class ClosedCycle:
    """A cycle that is over. The dates are local ones of the group, ``closed_at`` is in UTC."""

    guild_id: int
    number: int
    started_on: date
    ended_on: date
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class PresentCycle:
    """The present cycle as a member stands in it; ``closed`` are the earlier ones, newest first.

    ``today`` is the group's local date.
    """

    group: Group
    today: date
    board: Board
    closed: tuple[ClosedCycle, ...]

    @property
    def number(self) -> int:
        """Its number, from 1."""
        return len(self.closed) + 1


@dataclass(frozen=True, slots=True)
class ClosingPreview:
    """What closing the present cycle, ``number``, would do. ``start`` is the next one's first day.

    ``progress`` are counts without names, None where of too few any could be told.
    """

    group: Group
    number: int
    start: date
    members: int
    progress: GroupProgress | None


@dataclass(frozen=True, slots=True)
class BegunCycle:
    """The cycle that began when ``closed`` was closed; ``is_new`` tells whether that was now.

    ``after`` is what the plan says at a cycle's end.
    """

    group: Group
    closed: ClosedCycle
    is_new: bool
    progress: GroupProgress | None = None
    after: str | None = None

    @property
    def number(self) -> int:
        """Its number."""
        return self.closed.number + 1


@dataclass(frozen=True, slots=True)
class SnapshotEntry:
    """A milestone or step as it stood when a cycle was closed.

    ``block`` is the plan's block number, None beside the plan. ``due`` is a local date of its
    member, ``at`` the instant (UTC) at which it came to its status; ``depth`` is 0 for a milestone.
    ``day`` is their local date then, None where that was not kept.
    ``period`` says of one that repeats how it stood then ("3 of 4 in March"); it is in no count.
    """

    id: str
    title: str
    block: int | None
    block_title: str
    status: Status
    due: date | None
    at: datetime | None
    link: str | None
    note: str | None
    is_own: bool
    depth: int
    period: str | None = None
    day: date | None = None

    def to_json(self) -> dict[str, Any]:
        """The entry as it is stored; `bot.cycles.rules.entry_from` reads it."""
        return {
            "id": self.id,
            "title": self.title,
            "block": self.block,
            "block_title": self.block_title,
            "status": self.status.value,
            "due": self.due and self.due.isoformat(),
            "at": self.at and self.at.isoformat(),
            "link": self.link,
            "note": self.note,
            "is_own": self.is_own,
            "depth": self.depth,
            "period": self.period,
            "day": self.day and self.day.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How a member stood when a cycle was closed. ``zone`` is theirs, to show dates in."""

    cycle: ClosedCycle
    plan_title: str
    path_title: str | None
    entries: tuple[SnapshotEntry, ...]
    count: Count
    zone: str


class ReviewDecision(StrEnum):
    """What a member lets become of a milestone that was open when the cycle was closed."""

    CARRY = "carry"
    REDATE = "redate"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class ReviewCase:
    """What a review asks about: a milestone or step that was open when the cycle was closed.

    ``item`` is how it stands now, None while it is an own one that is dropped.
    """

    entry: SnapshotEntry
    item: Item | None
    decision: ReviewDecision | None

    @property
    def id(self) -> str:
        """The milestone's stable id."""
        return self.entry.id

    @property
    def title(self) -> str:
        """The title it has now."""
        return self.item.title if self.item else self.entry.title

    @property
    def is_gone(self) -> bool:
        """Whether its member has hidden or dropped it."""
        return self.item is None or self.item.hidden


@dataclass(frozen=True, slots=True)
class Review:
    """A member's review of the newest closed cycle; ``number`` is 0 while none is closed.

    ``was_there`` tells whether they were in the group at the close. ``first_day`` is the present
    cycle's. ``planned`` has the plan's dates counted from it, at the member's pace.
    """

    guild_id: int
    number: int
    first_day: date
    was_there: bool
    cases: tuple[ReviewCase, ...]
    board: Board
    planned: dict[str, date]

    @property
    def undecided(self) -> tuple[ReviewCase, ...]:
        """What is still to decide; until then it is carried as it is."""
        return tuple(case for case in self.cases if case.decision is None)

    def case(self, milestone_id: str) -> ReviewCase:
        """The case about this milestone.

        Raises:
            NotFound: the review does not ask about it (any more).
        """
        found = next((case for case in self.cases if case.id == milestone_id), None)
        if found is None:
            raise NotFound(
                "That one is not up for review: it is done or skipped by now, or no longer on your "
                "board. `/cycle review` shows what is."
            )
        return found
