"""States of a milestone and what acts make of them; counts; what a note may be. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import UserError
from bot.inputs.text import storable

MAX_NOTE = 1000
MIN_PACE, MAX_PACE = -180, 365
"""How many days open target dates can be moved, back and on."""

_PACE = re.compile(r"(?P<sign>[-+\u2212]?)\s*(?P<number>\d{1,4})\s*(?P<unit>d|days?|w|weeks?)?")


class Status(StrEnum):
    """Where a member stands with a milestone; ``is_open`` while there is still something to do."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    SKIPPED = "skipped"

    def __init__(self, value: str) -> None:
        """Say once what boards ask of hundreds; a property naming members costs ten times that."""
        self.is_open = value in ("not_started", "in_progress")


@dataclass(frozen=True, slots=True)
class Count:
    """How many milestones stand where. Skipped ones are not counted in ``total``."""

    done: int
    in_progress: int
    skipped: int
    total: int


def count(statuses: Iterable[Status]) -> Count:
    """Count states (P5). A skipped milestone is left out: it neither helps nor holds up."""
    every = list(statuses)
    skipped = every.count(Status.SKIPPED)
    return Count(
        done=every.count(Status.DONE),
        in_progress=every.count(Status.IN_PROGRESS),
        skipped=skipped,
        total=len(every) - skipped,
    )


def total(counts: Iterable[Count]) -> Count:
    """Several counts, added up."""
    each = list(counts)
    return Count(
        done=sum(c.done for c in each),
        in_progress=sum(c.in_progress for c in each),
        skipped=sum(c.skipped for c in each),
        total=sum(c.total for c in each),
    )


def changes_to(now: Status, wanted: Status) -> bool:
    """Whether going from ``now`` to ``wanted`` changes anything (P3).

    Raises:
        UserError: it is done, and would silently be opened again.
    """
    if now is Status.DONE and wanted is not Status.DONE:
        raise UserError("That one is done already. `/milestone undo` opens it again.")
    return now is not wanted


def clean_note(note: str | None) -> str | None:
    """A note as it is kept, or None.

    Raises:
        UserError: it is longer than ``MAX_NOTE`` characters; it carries the note.
    """
    text = storable(note or "").strip()
    if len(text) > MAX_NOTE:
        raise UserError(
            f"That note has {len(text):,} characters, and {MAX_NOTE:,} fit. Shorten it a little, "
            "or put the long version behind the link. Nothing was changed.",
            typed=note,
        )
    return text or None


def parse_pace(text: str) -> int:
    """The days by which somebody wants their open dates moved: "7", "+7 days", "-3", "2 weeks".

    Raises:
        UserError: it says none, or as `check_pace`.
    """
    found = _PACE.fullmatch(" ".join(text.casefold().split()))
    if found is None or not found["number"].isascii():
        raise UserError(
            "I do not read that as a number of days. Type `7` for a week later, `-3` for three "
            "days earlier, `0` for the plan's own dates.",
            typed=text,
        )
    days = int(found["number"]) * (7 if (found["unit"] or "").startswith("w") else 1)
    return check_pace(days if found["sign"] in ("", "+") else -days)


def say_pace(days: int) -> str:
    """``on the plan's dates``, ``+7 days``, ``−1 day``."""
    if days == 0:
        return "on the plan's dates"
    return f"{'+' if days > 0 else '−'}{abs(days)} day{'' if abs(days) == 1 else 's'}"


def check_pace(days: int) -> int:
    """A pace as it is kept.

    Raises:
        UserError: it is not from ``MIN_PACE`` to ``MAX_PACE``.
    """
    if not MIN_PACE <= days <= MAX_PACE:
        raise UserError(
            f"Dates move by {-MIN_PACE} days back and {MAX_PACE} on at most. For more, change "
            "your first day of the plan.",
            typed=str(days),
        )
    return days
