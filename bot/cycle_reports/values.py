"""A closed cycle as its member sees it, and as the group does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.competency.values import Change, Rating
from bot.cycles.values import ClosedCycle, ReviewDecision
from bot.milestones.values import Count
from bot.milestones.values.group import GroupProgress
from bot.plans.values import Afterwards
from bot.wins.values import SharedWin

if TYPE_CHECKING:
    from bot.achievements import Achievement
    from bot.facts import Fact

MAX_ANSWER = 1000
"""What each answer to the plan's questions holds."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What was done in a cycle. ``planned`` is the date it had, ``by_plan`` the plan's own.

    ``day`` is its member's local date when it was done. ``is_shared``: they released it.
    """

    title: str
    block: int | None
    planned: date | None
    by_plan: date | None
    day: date
    is_shared: bool
    is_step: bool

    @property
    def days_late(self) -> int | None:
        """By how many days it came after its date, below zero before it; None without a date."""
        return None if self.planned is None else (self.day - self.planned).days


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was skipped in a cycle, on which date, and what its member noted there."""

    title: str
    day: date
    planned: date | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Carried:
    """What was open when the cycle was closed, and what its member decided about it.

    ``planned`` is the date it had then, ``due`` the one it has now.
    """

    title: str
    block: int | None
    planned: date | None
    decision: ReviewDecision | None
    due: date | None
    is_step: bool


@dataclass(frozen=True, slots=True)
class Repeated:
    """What the plan asks for again and again, and how often it was done in a cycle."""

    title: str
    times: int


@dataclass(frozen=True, slots=True)
class Moved:
    """How a member's levels moved in a cycle: its last rating beside the one before.

    ``rating`` is None where none was finished in it; ``is_open`` says that one is begun.
    """

    rating: Rating | None
    before: Rating | None
    changes: tuple[Change, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Reflection:
    """What a member answered to the plan's questions; None where they said nothing."""

    progress: str | None = None
    drained: str | None = None
    party: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        return not (self.progress or self.drained or self.party)


@dataclass(frozen=True, slots=True)
class Report:
    """A closed cycle as one member went through it; nobody else sees it.

    ``zone`` is theirs, to show dates in. ``count`` is the board at the close.
    """

    cycle: ClosedCycle
    plan_title: str
    path_title: str | None
    zone: str
    count: Count
    blocks: tuple[tuple[int, str], ...]
    finished: tuple[Finished, ...]
    left_out: tuple[LeftOut, ...]
    carried: tuple[Carried, ...]
    repeated: tuple[Repeated, ...]
    moved: Moved
    achievements: tuple[Achievement, ...]
    questions: Afterwards
    reflection: Reflection

    @property
    def done(self) -> tuple[Finished, ...]:
        """The milestones that were done in it, without steps."""
        return tuple(each for each in self.finished if not each.is_step)

    @property
    def dated(self) -> int:
        """How many milestones had a date by its end, or were done with one."""
        done = sum(each.planned is not None for each in self.done)
        return done + sum(
            each.planned is not None and each.planned <= self.cycle.ended_on
            for each in self.carried
            if not each.is_step
        )

    @property
    def kept(self) -> int:
        """How many of these were done by their date."""
        return sum(late is not None and late <= 0 for late in (x.days_late for x in self.done))


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A closed cycle as the whole group may see it.

    ``sums`` are the group's progress as it was shown at the close: None where too few people are in
    it, or where it was not kept (``has_sums`` is False). ``facts`` count what everybody could see;
    ``wins`` are those released.
    """

    cycle: ClosedCycle
    zone: str
    sums: GroupProgress | None
    has_sums: bool
    facts: tuple[Fact, ...]
    wins: tuple[SharedWin, ...]
