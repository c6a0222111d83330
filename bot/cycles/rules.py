"""What a snapshot holds, when the next cycle may begin, what a review asks. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.errors import UserError
from bot.groups.rules import check_start
from bot.inputs.dates import say_date
from bot.milestones.rules import count
from bot.milestones.values import Board, Count, Item, Status


class Decision(StrEnum):
    """What a member lets become of a milestone that was open when the cycle was closed."""

    CARRY = "carry"
    REDATE = "redate"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Entry:
    """A milestone or step as it stood when a cycle was closed.

    ``block`` is the plan's block number, None beside the plan. ``due`` is a local date of its
    member, ``at`` the instant (UTC) at which it came to its status; ``depth`` is 0 for a milestone.
    """

    id: str
    title: str
    block: int | None
    block_title: str
    status: Status
    due: date | None
    at: datetime | None
    link: str | None
    note: str | None
    is_own: bool
    depth: int

    def to_json(self) -> dict[str, Any]:
        """The entry as it is stored; see `entry_from`."""
        return {
            "id": self.id,
            "title": self.title,
            "block": self.block,
            "block_title": self.block_title,
            "status": self.status.value,
            "due": self.due and self.due.isoformat(),
            "at": self.at and self.at.isoformat(),
            "link": self.link,
            "note": self.note,
            "is_own": self.is_own,
            "depth": self.depth,
        }


def entry_from(stored: Mapping[str, Any]) -> Entry:
    """The entry that `Entry.to_json` made this of."""
    due, at = stored["due"], stored["at"]
    values = {
        **stored,
        "status": Status(stored["status"]),
        "due": due and date.fromisoformat(due),
        "at": at and datetime.fromisoformat(at),
    }
    return Entry(**values)


def freeze(board: Board) -> tuple[Entry, ...]:
    """All that stands on a board, in its order."""
    return tuple(
        Entry(
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
        )
        for section in board.sections
        for item in section.items
    )


def counted(entries: Iterable[Entry]) -> Count:
    """How many milestones stood where; steps are not counted, as on the board."""
    return count(entry.status for entry in entries if not entry.depth)


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


@dataclass(frozen=True, slots=True)
class Case:
    """What a review asks about: a milestone or step that was open when the cycle was closed.

    ``item`` is how it stands now, None while it is an own one that is dropped.
    """

    entry: Entry
    item: Item | None
    decision: Decision | None

    @property
    def id(self) -> str:
        """The milestone's stable id."""
        return self.entry.id

    @property
    def title(self) -> str:
        """The title it has now."""
        return self.item.title if self.item else self.entry.title

    @property
    def is_gone(self) -> bool:
        """Whether its member has hidden or dropped it."""
        return self.item is None or self.item.hidden


def cases(
    entries: Iterable[Entry],
    board: Board,
    own_ids: Collection[str],
    decided: Mapping[str, Decision],
) -> tuple[Case, ...]:
    """What is left to decide or was decided, in the snapshot's order.

    Left out is what was done or skipped since, what the board no longer shows (another plan or
    path), and steps that went with the milestone above them. ``own_ids`` are the member's own
    milestones that are not dropped. What was hidden or dropped in any other way counts as dropped,
    and what came back as undecided.
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
        decision = Decision.DROP if is_gone else decided.get(entry.id)
        if decision is Decision.DROP and not is_gone:
            decision = None
        found.append(Case(entry, item, decision))
    return tuple(found)
