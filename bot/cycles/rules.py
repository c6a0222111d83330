"""What a snapshot holds, when the next cycle may begin, what a review asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from bot.cycles.values import ReviewCase, ReviewDecision, SnapshotEntry
from bot.errors import UserError
from bot.groups.rules import check_start
from bot.inputs.dates import say_date
from bot.milestones.rules import count
from bot.milestones.values import Board, Count, Status


def entry_from(stored: Mapping[str, Any]) -> SnapshotEntry:
    """The entry that `SnapshotEntry.to_json` made this of."""
    due, at, day = stored["due"], stored["at"], stored.get("day")
    values = {
        **stored,
        "status": Status(stored["status"]),
        "due": due and date.fromisoformat(due),
        "at": at and datetime.fromisoformat(at),
        "day": day and date.fromisoformat(day),
    }
    return SnapshotEntry(**values)


def freeze(board: Board) -> tuple[SnapshotEntry, ...]:
    """All that stands on a board, in its order."""
    return tuple(
        SnapshotEntry(
            id=item.id,
            title=item.title,
            block=None if section.is_own else section.number,
            block_title=section.title,
            status=item.status,
            due=item.due,
            at=item.change.at if item.change else None,
            link=item.link,
            note=item.note,
            is_own=item.is_own,
            depth=item.depth,
            period=str(item.occurrences.now) if item.occurrences else None,
            day=item.change.day if item.change else None,
        )
        for section in board.sections
        for item in section.items
    )


def counted(entries: Iterable[SnapshotEntry]) -> Count:
    """How many milestones stood where; steps and what repeats are not, as on the board."""
    return count(entry.status for entry in entries if not entry.depth and entry.period is None)


def check_next(start: date, *, began: date, today: date, number: int) -> date:
    """The first day of the cycle after ``number``, whose own first day is ``began``.

    Raises:
        UserError: it is more than a year away, or not after that day, or that day is to come.
    """
    check_start(start, today=today)
    if today < began:
        raise UserError(
            f"Cycle {number} has not begun: its first day is {say_date(began)}. There is nothing "
            "to close yet. To move that day, use `/setup`."
        )
    if start <= began:
        raise UserError(
            f"Cycle {number} itself begins on {say_date(began)}, so the next one begins later. "
            "To move the first day of this one, use `/setup`."
        )
    return start


def cases(
    entries: Iterable[SnapshotEntry],
    board: Board,
    own_ids: Collection[str],
    decided: Mapping[str, ReviewDecision],
) -> tuple[ReviewCase, ...]:
    """What is left to decide or was decided, in the snapshot's order.

    Left out is what was done or skipped since, what repeats and so goes on by itself, what the
    board no longer shows (another plan or path), and steps that went with the milestone above
    them. ``own_ids`` are the member's own milestones that are not dropped. What was hidden or
    dropped in any other way counts as dropped, and what came back as undecided.
    """
    items = {item.id: item for item in (*board.items, *board.hidden)}
    found = []
    gone_above: int | None = None
    for entry in entries:
        item = items.get(entry.id)
        if gone_above is not None and entry.depth <= gone_above:
            gone_above = None
        is_gone = item is None or item.hidden
        if is_gone and gone_above is not None:
            continue
        if is_gone:
            gone_above = entry.depth
            if item is None and (not entry.is_own or entry.id in own_ids):
                continue
        if not entry.status.is_open or (item is not None and not item.status.is_open):
            continue
        if entry.period is not None or (item is not None and item.occurrences is not None):
            continue
        decision = ReviewDecision.DROP if is_gone else decided.get(entry.id)
        if decision is ReviewDecision.DROP and not is_gone:
            decision = None
        found.append(ReviewCase(entry, item, decision))
    return tuple(found)
