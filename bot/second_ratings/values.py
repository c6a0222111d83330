"""A mentor's second rating, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.competency.values import Level, Rating
from bot.plans.values import Axis

KIND = "second-rating"
"""What reminders call it."""


@dataclass(frozen=True, slots=True)
class Second:
    """That a member asked for a second rating, and where it stands.

    ``accepted`` is None until whoever was asked has answered; ``finished_on`` is their local date
    when every axis had its level. ``mentor_is_here`` says that they are still in the group.
    """

    id: int
    user_id: int
    number: int
    mentor_id: int
    accepted: bool | None
    finished_on: date | None
    levels: Mapping[str, int]
    mentor_is_here: bool = True

    @property
    def is_given(self) -> bool:
        """Whether every axis has its level."""
        return self.finished_on is not None

    @property
    def is_free(self) -> bool:
        """Whether somebody else may be asked: it was declined, or nobody is there to give it."""
        return self.accepted is False or not (self.mentor_is_here or self.is_given)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A rating of the caller and the second one of it; what others ask the caller for.

    ``rating`` is None before there is any. ``earlier`` and ``later`` are the numbers of the
    ratings that can be seen so before and after it; the one without a later is the latest.
    """

    rating: Rating | None
    second: Second | None
    asked: tuple[Second, ...]
    earlier: int | None = None
    later: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody who was asked sees: the axes as they were rated, and of which quarter.

    ``own`` are the levels that the member gave themselves; none before the second ones are given.
    """

    second: Second
    quarter: date | None
    axes: tuple[Axis, ...]
    own: tuple[Level, ...]
