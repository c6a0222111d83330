"""Which days were planned for a member, and how they stand, as values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.scheduling.skips import Skip, covered


class DayKind(StrEnum):
    """What a local date was for a member.

    ``FREE``: nothing was planned, or nothing asked. ``OPEN``: it is not over.
    """

    DONE = "done"
    SKIPPED = "skipped"
    REST = "rest"
    FROZEN = "frozen"
    MISSED = "missed"
    OPEN = "open"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class DaysInForce:
    """A member's weekdays from the date ``since`` on, and what left out dates of them then."""

    since: date
    weekdays: frozenset[int]
    skips: tuple[Skip, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedDays:
    """A member's days as they were planned: ``spans``, the oldest first, at least one.

    ``prompted`` are the weekdays for which the group's plan has a prompt. ``asked`` are the dates
    on which the member was asked: what downtime swallowed is not among them, and was never due.
    """

    spans: tuple[DaysInForce, ...]
    prompted: frozenset[int]
    asked: frozenset[date]

    def is_own(self, day: date) -> bool:
        """Whether it was one of their weekdays, with or without rest."""
        weekday = day.weekday()
        return weekday in self._span(day).weekdays and weekday in self.prompted

    def is_rest(self, day: date) -> bool:
        """Whether it was one of their weekdays, and they rested."""
        return self.is_own(day) and covered(self._span(day).skips, day)

    def is_due(self, day: date) -> bool:
        """Whether it was planned, and they were asked."""
        return day in self.asked and self.is_own(day) and not self.is_rest(day)

    def _span(self, day: date) -> DaysInForce:
        before = [span for span in self.spans if span.since <= day]
        return before[-1] if before else self.spans[0]


@dataclass(frozen=True, slots=True)
class Streak:
    """How a member stands, of their entries and planned days alone.

    ``current`` and ``longest`` count days done in a row. ``freezes`` are those in hand, of which
    the next one comes after ``to_next`` days done (None: all are in hand). ``kept`` of ``planned``
    is the consistency of the last weeks, whose days are ``days``, the oldest first.
    """

    today: date
    current: int
    longest: int
    freezes: int
    to_next: int | None
    kept: int
    planned: int
    days: tuple[tuple[date, DayKind], ...]
