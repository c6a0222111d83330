"""What to take up next, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.milestones.values import Board, Item, Section, Status

SOON = timedelta(days=14)
# More than any estimate: what nobody estimated comes after what somebody did.
_UNKNOWN_HOURS = 10_000


class Why(StrEnum):
    """What puts a milestone first, the strongest reason first."""

    OVERDUE = "overdue"
    DUE = "due"
    IN_PROGRESS = "in progress"
    PREREQUISITE = "prerequisite"
    SHORTEST = "shortest"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one comes next.

    ``on`` is the date that counts: its own, or with ``of`` that of the milestone with this title,
    which waits for it. ``is_ready`` says that it needed others and all are done.
    """

    why: Why
    on: date | None = None
    of: str | None = None
    is_ready: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """What to take up now; ``step`` is where to begin in it, if it has open steps."""

    item: Item
    reason: Reason
    step: Item | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    on: date
    of: str | None = None


def next_up(board: Board, *, without_given: bool = False) -> Next | None:
    """What to take up next; None when nothing is open.

    ``without_given`` leaves out what another feature gave, and names by itself.

    Only what waits for nothing comes into question, in this order: what is overdue or due within
    two weeks, by date; what is in progress; what is due later, by date; then of the earliest block
    the shortest. A date counts for all that has to be done before it, and a step's for its
    milestone.
    """
    wanted = _wanted(board)
    ready = [
        item
        for item in board.milestones
        if item.status.is_open
        and not item.waits_for
        and not (without_given and item.origin is not None)
    ]
    if not ready:
        return None

    def rank(item: Item) -> tuple[int, date, bool, int, int]:
        want = wanted.get(item.id)
        begun = item.status is Status.IN_PROGRESS
        if want and want.on <= board.today + SOON:
            return 0, want.on, not begun, 0, 0
        if begun:
            return 1, want.on if want else date.max, False, 0, 0
        if want:
            return 2, want.on, True, 0, 0
        shortest = item.milestone.hours[0] if item.milestone.hours else _UNKNOWN_HOURS
        return 3, date.max, True, item.block, shortest

    item = min(ready, key=rank)
    place = rank(item)[0]
    reason = _reason(item, wanted.get(item.id), board.today, is_begun_first=place == 1)
    return Next(item, reason, _first_step(board, item.id))


def block_now(board: Board) -> Section | None:
    """The block of the plan that a member is in: of what comes next in it; None: they are through.

    What is their own counts for none.
    """
    found = next_up(board)
    if found is not None and not found.item.is_own:
        return board.section(found.item.block)
    open_in = {item.block for item in board.milestones if item.status.is_open and not item.is_own}
    return board.section(min(open_in)) if open_in else None


def _reason(item: Item, want: _Wanted | None, today: date, *, is_begun_first: bool) -> Reason:
    ready = bool(item.milestone.needs)
    if is_begun_first:
        return Reason(Why.IN_PROGRESS, is_ready=ready)
    if want is None:
        return Reason(Why.SHORTEST, is_ready=ready)
    if want.of is not None:
        return Reason(Why.PREREQUISITE, want.on, want.of, is_ready=ready)
    return Reason(Why.OVERDUE if want.on < today else Why.DUE, want.on, is_ready=ready)


def _wanted(board: Board) -> dict[str, _Wanted]:
    """By when each open milestone is wanted: its own date or its steps', or what waits for it."""
    items = {item.id: item for item in board.milestones if item.status.is_open}
    dates: dict[str, date] = {}
    top = ""
    for item in board.items:
        top = top if item.is_step else item.id
        if item.due is not None and item.status.is_open and top in items:
            dates[top] = min(item.due, dates.get(top, date.max))
    wanted = {name: _Wanted(on) for name, on in dates.items()}
    for name in sorted(dates, key=lambda each: dates[each]):
        waiting = [name]
        while waiting:
            for need in items[waiting.pop()].milestone.needs:
                known = wanted.get(need)
                if need in items and (known is None or known.on > dates[name]):
                    wanted[need] = _Wanted(dates[name], items[name].title)
                    waiting.append(need)
    return wanted


def _first_step(board: Board, milestone_id: str) -> Item | None:
    """The open step to begin with: the first by date, in the steps' own order, at its deepest."""
    steps = [step for step in board.steps_of(milestone_id) if step.status.is_open]
    if not steps:
        return None
    first = min(steps, key=lambda step: step.due or date.max)
    return _first_step(board, first.id) or first
