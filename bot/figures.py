"""When the group may see a figure about what each does for themselves (W2, W3, U5). Pure.

A figure made of the answers of few tells of somebody. So do two figures that differ by the answers
of few: whoever saw both knows the difference. Whatever shows such a figure asks here first, and
says no more of who answered than how many of how many did. What was shown stays as it was shown
until a new one may take its place; `docs/architecture.md` lists every figure with its rule.

Somebody who is forgotten takes out of sight what is made of their answer and goes on changing: it
comes back when enough others changed something, so that no figure has their answer any more, and
none beside the one before tells what it was. What was shown once and for all stays.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Who = TypeVar("Who", bound=Hashable)

FLOOR = 5
"""Of fewer people no figure is shown."""

LOWEST_FLOOR = 4
"""Nothing lowers the floor below this."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Whose answers a figure would be made of: how many ``people``, each with one answer.

    ``changed`` counts those by whom it would differ from the figure that was shown last: they came,
    went, answered anew or took their answer back since. It may be fewer than they are, never more.
    """

    people: int
    changed: int

    @classmethod
    def once(cls, people: int) -> Answers:
        """Of a figure that has none before it, or none of the same answers: all is new in it."""
        return cls(people, people)


def may_show(answers: Answers, floor: int = FLOOR) -> bool:
    """Whether a figure of these answers may be shown, in place of the one that was shown last.

    Raises:
        ValueError: the floor is too low.
    """
    if floor < LOWEST_FLOOR:
        raise ValueError(f"no figure is shown of fewer than {LOWEST_FLOOR}")
    return min(answers.people, answers.changed) >= floor


def may_split(parts: Iterable[int], floor: int = FLOOR) -> bool:
    """Whether a figure that is shown once may be shown by parts of so many people each.

    Only where each part is enough: what one says would else follow from all and from the others.

    Raises:
        ValueError: the floor is too low.
    """
    return all(may_show(Answers.once(people), floor) for people in parts)


def differing(before: Mapping[Who, object], now: Mapping[Who, object]) -> int:
    """By how many people two figures differ: who is in one only, or in both with other answers."""
    return sum(
        1
        for who in before.keys() | now.keys()
        if who not in before or who not in now or before[who] != now[who]
    )


def out_of(answered: int, asked: int) -> str:
    """``6 of 8``: all that is said of who answered."""
    return f"{answered} of {asked}"
