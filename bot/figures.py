"""When the group may see a figure about what each does for themselves (W2, W3, U5). Pure.

A figure made of the answers of few tells of somebody. So do two figures that differ by the answers
of few: whoever saw both knows the difference. Whatever shows such a figure asks here first, and
says no more of who answered than how many of how many did.
"""

from __future__ import annotations

from dataclasses import dataclass

FLOOR = 5
"""Of fewer people no figure is shown."""

LOWEST_FLOOR = 4
"""Nothing lowers the floor below this."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Whose answers a figure would be made of: how many ``people``, each with one answer.

    ``renewed`` counts those who gave theirs after the figure was shown last, all if it never was.
    An answer that was taken back is in neither; one that was given again is a new one.
    """

    people: int
    renewed: int


def may_show(answers: Answers, floor: int = FLOOR) -> bool:
    """Whether a figure of these answers may be shown, in place of the one that was shown last.

    Raises:
        ValueError: the floor is too low.
    """
    if floor < LOWEST_FLOOR:
        raise ValueError(f"no figure is shown of fewer than {LOWEST_FLOOR}")
    return min(answers.people, answers.renewed) >= floor


def out_of(answered: int, asked: int) -> str:
    """``6 of 8``: all that is said of who answered."""
    return f"{answered} of {asked}"
