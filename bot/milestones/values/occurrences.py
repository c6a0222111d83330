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
