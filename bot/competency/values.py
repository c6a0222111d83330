"""A member's ratings of themselves, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.milestones.values import Item, PlanCount
from bot.plans.values import Axis, SelfCheck

KIND = "self-rating"
"""What reminders call it."""

MAX_ANSWER = 1000
"""What each of the two answers holds."""


@dataclass(frozen=True, slots=True)
class Level:
    """Where a member stood on an axis, whose title and scale are those of then."""

    axis: str
    title: str
    scale: tuple[str, ...]
    level: int

    @property
    def words(self) -> str:
        """What the scale says at this level."""
        return self.scale[self.level - 1]

    def is_on(self, axis: Axis) -> bool:
        """Whether the axis is still the one that was rated."""
        return (self.axis, self.title, self.scale) == (axis.id, axis.title, axis.levels)

    def is_like(self, other: Level) -> bool:
        """Whether both were rated on the same axis, so that they can be compared."""
        return (self.axis, self.title, self.scale) == (other.axis, other.title, other.scale)


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating; ``number`` counts a member's. It is open until every axis has its level.

    ``quarter`` is the first day of the one in which it was finished, ``finished_on`` its member's
    local date then, and ``finished_at`` the instant, if it was kept.
    """

    number: int
    levels: tuple[Level, ...]
    quarter: date | None = None
    finished_on: date | None = None
    grown: str | None = None
    focus: str | None = None
    counted_as: tuple[str, int] | None = None
    finished_at: datetime | None = None

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes as they were rated."""
        return tuple(Axis(each.axis, each.title, "", each.scale) for each in self.levels)

    def level(self, axis: Axis) -> int | None:
        """The level on an axis, unless that was edited since."""
        return next((each.level for each in self.levels if each.is_on(axis)), None)


@dataclass(frozen=True, slots=True)
class Change:
    """A level beside the one before; None where there is none on the same scale.

    ``is_rewritten`` says that the axis was rated before, and reads otherwise now.
    """

    now: Level
    before: int | None
    is_rewritten: bool = False

    @property
    def moved(self) -> int:
        """By how many levels."""
        return 0 if self.before is None else self.now.level - self.before


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that a member did, on a local date, which tells of these axes (U1).

    ``kind`` is a word for it, such as "milestone".
    """

    kind: str
    title: str
    day: date
    axes: tuple[str, ...]
    link: str | None = None


@dataclass(frozen=True, slots=True)
class AxisToRate:
    """An axis of the plan, the level that it has so far, the one before, and what was done since.

    ``is_rewritten`` says that it had a level, and reads otherwise now.
    """

    axis: Axis
    level: int | None
    before: int | None
    is_rewritten: bool
    evidence: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a member rates in this quarter: the axes form by form, then the two questions.

    ``rating`` is what there is of it, ``plan_count`` how it counts in the plan; ``is_fixed`` says
    that it is finished on axes that the plan has no longer so, and stays as it is. ``before`` is
    the date of the rating before.
    """

    quarter: str
    parts: tuple[tuple[AxisToRate, ...], ...]
    questions: SelfCheck
    rating: Rating | None
    before: date | None
    is_fixed: bool
    plan_count: PlanCount | None

    @property
    def is_finished(self) -> bool:
        """Whether every axis has its level."""
        return self.rating is not None and self.rating.finished_on is not None

    @property
    def can_finish(self) -> bool:
        """Whether every axis has its level and it is open: the plan lost those that had none."""
        rated = [each.level is not None for part in self.parts for each in part]
        return self.rating is not None and not self.is_finished and all(rated)


@dataclass(frozen=True, slots=True)
class Look:
    """A finished rating beside the one before it.

    ``place`` is its place among the ``count`` finished ones, the first being 1; ``neighbours`` are
    the numbers of those before and after it. ``evidence`` is what was done for each axis since the
    one before: how much of each kind.
    """

    rating: Rating
    before: Rating | None
    changes: tuple[Change, ...]
    place: int
    count: int
    neighbours: tuple[int | None, int | None]
    evidence: Mapping[str, Mapping[str, int]]
    plan_count: PlanCount | None
    questions: SelfCheck

    @property
    def is_latest(self) -> bool:
        """Whether it is the newest."""
        return self.place == self.count


@dataclass(frozen=True, slots=True)
class Focus:
    """An axis on which a member stands lowest, and open milestones that are evidence for it."""

    level: Level
    items: tuple[Item, ...]
