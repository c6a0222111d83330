"""What acts make of a milestone's state; counts; what a note may be."""

from __future__ import annotations

from collections.abc import Iterable

from bot.errors import UserError
from bot.inputs.text import visible_text
from bot.milestones.values import Count, Status

MAX_NOTE = 1000


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
    text = visible_text(note or "")
    if len(text) > MAX_NOTE:
        raise UserError(
            f"That note has {len(text):,} characters, and {MAX_NOTE:,} fit. Shorten it a little, "
            "or put the long version behind the link. Nothing was changed.",
            typed=note,
        )
    return text or None
