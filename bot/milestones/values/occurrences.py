"""A milestone that can be done again in each period: its periods, and the times it was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.milestones.values.states import MilestoneChange


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period of the calendar, from ``first`` to ``last``, both local dates."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        """Whether a local date lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a milestone was done in one period, of how often the plan asks for.

    ``done`` are the changes that did it, the oldest first; it can be more than ``wanted``.
    ``words`` name the period: "March", "the week of 2 March".
    """

    period: Period
    words: str
    done: tuple[MilestoneChange, ...]
    wanted: int

    @property
    def is_reached(self) -> bool:
        """Whether the period has what the plan asks for."""
        return len(self.done) >= self.wanted

    def __str__(self) -> str:
        """``3 of 4 in March``."""
        return f"{len(self.done)} of {self.wanted} in {self.words}"


@dataclass(frozen=True, slots=True)
class Occurrences:
    """All times of a milestone that repeats: the present period's, and ``earlier`` ones.

    ``earlier`` has the periods in which it was done, the newest first. ``next_period`` follows the
    present one.
    """

    now: Tally
    earlier: tuple[Tally, ...]
    next_period: Period

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """The present period and those before it in which it was done, the newest first."""
        return self.now, *self.earlier

    def __iter__(self) -> Iterator[tuple[Tally, MilestoneChange]]:
        """Each time with its period, the newest first."""
        for tally in self.tallies:
            for change in reversed(tally.done):
                yield tally, change


@dataclass(frozen=True, slots=True)
class PeriodCount:
    """How what a member made in the present period, mostly a month, stands with the plan.

    ``tally`` is that of the plan's milestone, with its id and title and the number of its last
    change; None where the plan asks for none of it: then the period is the calendar's month.
    ``made`` counts the things of ``period``, which ``words`` name. ``counted`` are the ids of those
    that stand in the tally.
    """

    period: Period
    words: str
    made: int
    milestone_id: str = ""
    title: str = ""
    number: int = 0
    tally: Tally | None = None
    counted: frozenset[int] = frozenset()

    def takes(self, thing_id: int, day: date | None) -> bool:
        """Whether a press may count a thing of this day: it is the period's, and not counted."""
        is_open = self.tally is not None and thing_id not in self.counted
        return is_open and day is not None and day in self.period


@dataclass(frozen=True, slots=True)
class Countable:
    """A thing that a milestone may count, made on ``day`` (None: not yet).

    ``counted_number`` is the change of the milestone ``counted_as`` that counted it.
    """

    id: int
    day: date | None
    counted_as: str | None
    counted_number: int | None


@dataclass(frozen=True, slots=True)
class PlanCount:
    """The milestone of the plan that counts one thing, as it stands in the present period.

    ``number`` is that of its last change. ``is_counted`` says that the thing stands in ``tally``,
    ``takes_it`` that a press may count it now.
    """

    milestone_id: str
    title: str
    number: int
    tally: Tally
    is_counted: bool
    takes_it: bool
