"""Where target dates collide with rest, a deadline or one another, and what could move.

U14: the bot shows it and offers shifts; nothing moves by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.milestones.values import Board, Item

HEAVY_HOURS = 8
"""A milestone is heavy when it takes so many hours at the least."""

APART = timedelta(days=7)
"""Two heavy milestones keep so far apart, and a date so far from a deadline that follows."""

_DAY = timedelta(days=1)
_SEARCHED_DAYS = 180
# Nobody plans further; sums of dates stay within the calendar.
_HORIZON = timedelta(days=3650)


RestsOn = Callable[[date], bool]
"""Whether the member rests on a date: in a pause, or by a rule that repeats."""


class Cause(StrEnum):
    """What a date collides with, what hinders most first."""

    PAUSE = "pause"
    DEADLINE = "deadline"
    HEAVY = "heavy"


@dataclass(frozen=True, slots=True)
class DeadlineDay:
    """A deadline that the member aims for; ``on`` is its local date."""

    title: str
    on: date


@dataclass(frozen=True, slots=True)
class Offer:
    """A date to which a milestone could move; nothing collides there."""

    item: Item
    on: date


@dataclass(frozen=True, slots=True)
class Collision:
    """A date that collides.

    ``on`` is the first day after the rest, the deadline's date, or the date of ``other``, the
    heavy milestone that comes within a week before. ``title`` names the deadline.
    """

    cause: Cause
    item: Item
    on: date
    offers: tuple[Offer, ...] = ()
    title: str | None = None
    other: Item | None = None

    @property
    def due(self) -> date:
        """The date of the milestone."""
        assert self.item.due is not None, "only dated ones collide"
        return self.item.due


def collisions(
    board: Board, *, rests_on: RestsOn, deadlines: Sequence[DeadlineDay]
) -> tuple[Collision, ...]:
    """What collides of a member's open dates from today on, by date; each milestone once.

    Heavy milestones that the plan itself sets on one day belong together and do not collide.
    """
    return _Calendar(board, rests_on, deadlines).collisions()


class _Calendar:
    """A member's open dates from today on, beside what hinders them."""

    def __init__(self, board: Board, rests_on: RestsOn, deadlines: Sequence[DeadlineDay]) -> None:
        self._today = board.today
        self._rests_on = rests_on
        until = board.today + _HORIZON
        self._deadlines = sorted((d for d in deadlines if d.on <= until), key=lambda d: d.on)
        # What repeats is due at each period's end, wherever that falls: there is no date to move.
        dated = [
            (item.due, item)
            for item in board.items
            if item.status.is_open and item.due is not None and item.occurrences is None
        ]
        self._dated = [
            item
            for due, item in sorted(dated, key=lambda each: each[0])
            if board.today <= due <= until
        ]
        self._heavy = [item for item in self._dated if _is_heavy(item)]

    def collisions(self) -> tuple[Collision, ...]:
        found = {each.item.id: each for each in self._with_what_is_given()}
        for each in self._with_one_another():
            assert each.other is not None
            if each.item.id not in found and each.other.id not in found:
                found[each.item.id] = each
        return tuple(sorted(found.values(), key=lambda each: each.due))

    def _with_what_is_given(self) -> Iterator[Collision]:
        for item in self._dated:
            assert item.due is not None
            if self._rests_on(item.due):
                begins, ends = self._rest_around(item.due)
                moved = self._later(item, item.due + (ends - begins))
                yield Collision(Cause.PAUSE, item, ends, moved)
            elif deadline := self._deadline_after(item.due):
                offers = (*self._later(item, deadline.on + APART),)
                offers = (*self._earlier(item, deadline.on - APART), *offers)
                yield Collision(Cause.DEADLINE, item, deadline.on, offers, title=deadline.title)

    def _with_one_another(self) -> Iterator[Collision]:
        for first, second in pairwise(self._heavy):
            assert first.due is not None
            assert second.due is not None
            together = first.due == second.due and not (first.own_due or second.own_due)
            if second.due - first.due < APART and not together:
                offers = (*self._earlier(first, second.due - APART),)
                offers = (*offers, *self._later(second, first.due + APART))
                yield Collision(Cause.HEAVY, second, first.due, offers, other=first)

    def _rest_around(self, day: date) -> tuple[date, date]:
        """The rest that a day lies in: its first date, from today on, and the first one after."""
        begins = ends = day
        while begins > self._today and self._rests_on(begins - _DAY):
            begins -= _DAY
        while self._rests_on(ends) and ends - day < _HORIZON:
            ends += _DAY
        return begins, ends

    def _deadline_after(self, day: date) -> DeadlineDay | None:
        """The first deadline less than a week after a day, or on it."""
        return next((d for d in self._deadlines if day <= d.on < day + APART), None)

    def _is_free(self, item: Item, day: date) -> bool:
        heavy = self._heavy if _is_heavy(item) else ()
        return (
            not self._rests_on(day)
            and self._deadline_after(day) is None
            and all(
                other.id == item.id or other.due is None or abs(other.due - day) >= APART
                for other in heavy
            )
        )

    def _later(self, item: Item, day: date) -> tuple[Offer, ...]:
        """The first free date from this day on, if one is near."""
        for _ in range(_SEARCHED_DAYS):
            if self._is_free(item, day):
                return (Offer(item, day),)
            day += _DAY
        return ()

    def _earlier(self, item: Item, day: date) -> tuple[Offer, ...]:
        """The last free date up to this day, and after today."""
        while day > self._today:
            if self._is_free(item, day):
                return (Offer(item, day),)
            day -= _DAY
        return ()


def _is_heavy(item: Item) -> bool:
    return item.milestone.hours is not None and item.milestone.hours[0] >= HEAVY_HOURS
