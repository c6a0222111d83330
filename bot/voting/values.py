"""The plain frozen values of a vote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MOST_STARS = 5
"""The highest score of a STAR ballot; the lowest is 0, as is that of a paper without one."""

Marks = Mapping[str, int]
"""A ballot: what it says of papers, by their keys.

In an approval vote each that it approves has 1. In a runoff each has its place, from 1; places may
have gaps. In STAR each has its score.
"""


class Method(StrEnum):
    """How a group votes. Each method's rule for ties is said where it is counted."""

    APPROVAL = "approval"
    RUNOFF = "runoff"
    STAR = "star"


class StageKind(StrEnum):
    """What the totals of a stage count."""

    APPROVALS = "approvals"
    CHOICES = "choices"
    SCORES = "scores"
    PREFERENCES = "preferences"


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a count.

    ``totals`` holds each paper that takes part, in the shortlist's order. ``out`` are those that
    leave after it, ``tied`` those among whom the rule for ties had to decide.
    """

    kind: StageKind
    totals: dict[str, int]
    out: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """The result of a vote. ``winner`` is None where no ballot says anything for a paper.

    ``by_tie_rule`` says that another rule for ties could have chosen another winner. ``support`` is
    how many ballots speak for each paper, whatever the method: it says which ones come near.
    """

    method: Method
    winner: str | None
    ballots: int
    stages: tuple[Stage, ...] = ()
    by_tie_rule: bool = False
    support: dict[str, int] = field(default_factory=dict)
