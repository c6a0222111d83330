"""What a list of milestones shows: which block, which filter, which page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.milestones.rules.next_up import SOON
from bot.milestones.values import Board, Item


class Show(StrEnum):
    """Which milestones a list shows."""

    ALL = "all"
    OPEN = "open"
    OVERDUE = "overdue"
    SOON = "soon"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    SKIPPED = "skipped"
    HIDDEN = "hidden"

    def takes(self, item: Item, today: date) -> bool:
        """Whether a milestone or step is shown; hidden ones are shown by ``HIDDEN`` alone."""
        is_open = item.status.is_open
        match self:
            case Show.HIDDEN:
                return item.hidden
            case Show.ALL:
                return True
            case Show.OPEN:
                return is_open
            case Show.OVERDUE:
                return is_open and item.due is not None and item.due < today
            case Show.SOON:
                return is_open and item.due is not None and today <= item.due <= today + SOON
            case _:
                return self.value == item.status.value.replace("_", "-")


SHOW_LABELS = {
    Show.ALL: "All",
    Show.OPEN: "Open",
    Show.OVERDUE: "Past their date",
    Show.SOON: f"Within {SOON.days} days",
    Show.IN_PROGRESS: "In progress",
    Show.DONE: "Done",
    Show.SKIPPED: "Skipped",
    Show.HIDDEN: "Hidden",
}

EMPTY = {
    Show.ALL: "The plan has no milestones here. *Add* puts one of your own here.",
    Show.OPEN: "Nothing is open here. Enjoy that for a moment.",
    Show.OVERDUE: "Nothing is past its date here.",
    Show.SOON: f"Nothing here has a date within {SOON.days} days.",
    Show.IN_PROGRESS: "Nothing is in progress. `/milestone start` takes one up.",
    Show.DONE: "Nothing is done here yet. The first one is often the smallest.",
    Show.SKIPPED: "Nothing is skipped here.",
    Show.HIDDEN: "You hide nothing here.",
}


@dataclass(frozen=True, slots=True)
class View:
    """What a list shows: a block (0 = all), a filter, and a page from 0."""

    block: int = 0
    show: Show = Show.ALL
    page: int = 0

    @property
    def keys(self) -> tuple[int, Show, int]:
        """The view as it stands in custom ids."""
        return self.block, self.show, self.page


def fitting(board: Board, view: View) -> list[Item]:
    """The milestones and steps that a view shows, over all its pages."""
    section = board.section(view.block)
    if view.show is Show.HIDDEN:
        return [item for item in board.hidden if section is None or item.block == section.number]
    items = section.items if section else board.items
    if view.show is Show.ALL:
        return list(items)  # most lists, and no need to ask for each
    return [item for item in items if view.show.takes(item, board.today)]
