"""A member's view of the plan: every milestone with its state and dates, counted by block. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.errors import NotFound
from bot.milestones.rules import Count, Status, count
from bot.milestones.search import pick
from bot.plans.model import Milestone, Plan
from bot.plans.rules import targets, unmet


@dataclass(frozen=True, slots=True)
class Change:
    """The newest change of a milestone. ``number`` counts the changes that brought it here."""

    number: int
    status: Status
    at: datetime
    link: str | None = None
    note: str | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A milestone as one member sees it. ``due`` is a local date; ``waits_for`` are titles."""

    milestone: Milestone
    block: int
    status: Status
    due: date | None
    waits_for: tuple[str, ...]
    change: Change | None

    @property
    def id(self) -> str:
        """The milestone's stable id."""
        return self.milestone.id

    @property
    def title(self) -> str:
        """The milestone's title, as the plan's author wrote it."""
        return self.milestone.title

    @property
    def number(self) -> int:
        """How many changes brought it here; 0 when it was never touched or all was undone."""
        return self.change.number if self.change else 0


@dataclass(frozen=True, slots=True)
class Section:
    """A block: ``number`` counts from 1."""

    number: int
    id: str
    title: str
    count: Count
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """All milestones of a member's path. Dates are local dates in ``zone``."""

    plan_title: str
    path_title: str | None
    zone: str
    today: date
    sections: tuple[Section, ...]
    count: Count

    @property
    def items(self) -> tuple[Item, ...]:
        """All milestones, in the plan's order."""
        return tuple(item for section in self.sections for item in section.items)

    def item(self, milestone_id: str) -> Item | None:
        """The milestone with this id, or None."""
        return next((item for item in self.items if item.id == milestone_id), None)

    def find(self, typed: str) -> Item:
        """The milestone that an id, a title, or a part of one title only means.

        Raises:
            NotFound: none, or several.
        """
        milestone_id = pick([(item.id, item.title) for item in self.items], typed)
        item = self.item(milestone_id) if milestone_id else None
        if item is None:
            raise NotFound(
                "I do not know that milestone on your path. Pick one from the suggestions, "
                "or look through `/milestone list`."
            )
        return item

    def section(self, number: int) -> Section | None:
        """The block with this number, or None."""
        return self.sections[number - 1] if 1 <= number <= len(self.sections) else None

    def next_up(self) -> Item | None:
        """What to take up next: open, waiting for nothing, first by date, then what is begun."""
        ready = [item for item in self.items if item.status.is_open and not item.waits_for]
        return min(
            ready,
            key=lambda item: (item.due or date.max, item.status is Status.NOT_STARTED),
            default=None,
        )


def next_due(items: tuple[Item, ...]) -> date | None:
    """The earliest date among what is open, be it past or to come."""
    return min((item.due for item in items if item.status.is_open and item.due), default=None)


def lay_out(
    plan: Plan,
    changes: Mapping[str, Change],
    *,
    path_title: str | None,
    start: date,
    today: date,
    zone: str,
) -> Board:
    """Put a member's changes on the plan as their path shows it."""
    due = targets(plan, start)
    titles = {m.id: m.title for m in plan.milestones}
    done = {name: change.status is Status.DONE for name, change in changes.items()}
    sections = []
    for number, block in enumerate(plan.blocks, start=1):
        items = tuple(
            Item(
                milestone=milestone,
                block=number,
                status=_status(changes.get(milestone.id)),
                due=due.get(milestone.id),
                waits_for=tuple(titles[need] for need in unmet(milestone, done)),
                change=changes.get(milestone.id),
            )
            for milestone in block.milestones
        )
        tally = count(item.status for item in items)
        sections.append(Section(number, block.id, block.title, tally, items))
    every = count(item.status for section in sections for item in section.items)
    return Board(plan.title, path_title, zone, today, tuple(sections), every)


def _status(change: Change | None) -> Status:
    return change.status if change else Status.NOT_STARTED
