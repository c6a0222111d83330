"""A member's view of the plan: every milestone with its state and dates, counted by block.

`rules.build_board` makes them of a plan and what is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from bot.errors import NotFound
from bot.inputs.search import pick, several
from bot.inputs.text import ascii_signs
from bot.milestones.values.occurrences import Occurrences
from bot.milestones.values.states import Count, MilestoneChange, Status
from bot.plans.values import Milestone

OWN_SECTION = "_own"
"""The id of the section beside the plan's blocks; no block's id can be so."""

# As people type it, and as suggestions show it: with the title behind.
_NUMBERED = re.compile(r"(?:block\s*)?(?P<number>[0-9]{1,3})(?:\s*·.*)?", re.IGNORECASE)


class SeveralFit(NotFound):
    """What was typed fits several milestones; ``items`` are those."""

    def __init__(self, items: Sequence[Item], typed: str) -> None:
        """Keep them, so that whoever typed it can be asked which."""
        super().__init__(
            f"{len(items)} milestones fit that. Type more of the title, or pick one from the "
            "suggestions.",
            typed=typed,
        )
        self.items = tuple(items)


@dataclass(frozen=True, slots=True)
class Item:
    """A milestone or step as one member sees it.

    ``due`` is a local date: while open the one in force, afterwards the one it had. ``waits_for``
    are titles. ``block`` is the section's number, ``parent`` the id of what it is a step of,
    ``depth`` 0 for a milestone and 1 to 3 for steps; ``steps`` counts those right under it.
    ``link`` and ``note`` are those of what was done, and until then what was noted on the way.
    ``history`` has every change still standing, oldest first.

    One that repeats has ``occurrences``. Its status, ``change``, link and note are those of the
    present period, and so is its date: the period's last day, unless it has one of its own.
    ``step_title`` are the words of the plan's flow for its date. ``origin`` names what it came of,
    where another feature gave it and tells of its date.
    """

    milestone: Milestone
    block: int
    status: Status
    due: date | None
    waits_for: tuple[str, ...]
    change: MilestoneChange | None
    is_own: bool = False
    parent: str | None = None
    depth: int = 0
    steps: Count | None = None
    own_due: date | None = None
    hidden: bool = False
    link: str | None = None
    note: str | None = None
    history: tuple[MilestoneChange, ...] = ()
    occurrences: Occurrences | None = None
    step_title: str | None = None
    origin: str | None = None

    @property
    def id(self) -> str:
        """The stable id: the plan's, or ``own-<number>``."""
        return self.milestone.id

    @property
    def title(self) -> str:
        """The title, as its author wrote it."""
        return self.milestone.title

    @property
    def dated_title(self) -> str:
        """The title where its date is told: the words of the plan's flow come first (P14)."""
        return f"{self.step_title} · {self.title}" if self.step_title else self.title

    @property
    def number(self) -> int:
        """The number of its last change; 0 when it was never touched or all was undone."""
        return self.history[-1].number if self.history else 0

    def counts_at(self, milestone_id: str | None, number: int | None) -> bool:
        """Whether its change of that number counts something there, and was not taken back."""
        done = {change.number for change in self.history if change.status is Status.DONE}
        return milestone_id == self.id and number in done

    @property
    def is_done_now(self) -> bool:
        """Whether its change is one that did it: link, note and sharing are then about that."""
        return self.change is not None and self.change.status is Status.DONE

    def time(self, number: int) -> MilestoneChange:
        """The change with this number that did it.

        Raises:
            NotFound: it was taken back.
        """
        done = (change for change in self.history if change.status is Status.DONE)
        found = next((change for change in done if change.number == number), None)
        if found is None:
            raise NotFound("That time was taken back. `/milestone show` lists those there are.")
        return found

    @property
    def is_counted(self) -> bool:
        """Whether it is in counts and percentages: no step, and nothing that repeats (P11).

        What repeats is never finished: counted, a percentage would fall whenever a period begins,
        or stay at 100 while nothing more is done. Its own count per period says how it stands.
        """
        return not self.depth and self.occurrences is None

    @property
    def is_step(self) -> bool:
        """Whether it is a step of another; those are not counted as milestones."""
        return self.depth > 0


@dataclass(frozen=True, slots=True)
class Section:
    """A block, or at the end what the member added beside the plan. ``number`` counts from 1.

    ``items`` are milestones, each followed by its steps; ``count`` counts milestones that do not
    repeat (`Item.is_counted`).
    """

    number: int
    id: str
    title: str
    count: Count
    items: tuple[Item, ...]

    @property
    def milestones(self) -> tuple[Item, ...]:
        """Its milestones, without steps."""
        return tuple(item for item in self.items if not item.is_step)

    @property
    def counted(self) -> tuple[Item, ...]:
        """What is in its count."""
        return tuple(item for item in self.items if item.is_counted)

    @property
    def is_own(self) -> bool:
        """Whether it stands beside the plan's blocks."""
        return self.id == OWN_SECTION


@dataclass(frozen=True, slots=True)
class PathView:
    """A specialisation as the member stands in it; ``count`` has its own milestones alone."""

    id: str
    title: str
    short: str
    about: str
    count: Count

    @property
    def is_finished(self) -> bool:
        """Whether all that it asks for is done."""
        return 0 < self.count.total == self.count.done


@dataclass(frozen=True, slots=True)
class Rotation:
    """A proposal for the next cycle: ``done`` is finished, ``other`` is not (U13)."""

    done: PathView
    other: PathView


@dataclass(frozen=True, slots=True)
class Board:
    """All milestones of a member's path. Dates are local dates in ``zone``.

    ``hidden`` are the shared ones they hide: in no section and no count. ``path`` is the id of the
    path they chose, if the plan has it. While they are ``paused``, nothing is called due (R14).
    """

    plan_title: str
    path_title: str | None
    zone: str
    today: date
    sections: tuple[Section, ...]
    count: Count
    hidden: tuple[Item, ...] = ()
    path: str | None = None
    paths: tuple[PathView, ...] = ()
    rotation: Rotation | None = None
    start: date = date.min
    pace_days: int = 0
    paused: bool = False

    def is_due(self, day: date) -> bool:
        """Whether a date of what is open is called due: it is to come, and the member not away."""
        return day >= self.today and not self.paused

    @property
    def items(self) -> tuple[Item, ...]:
        """All milestones and steps, in the plan's order."""
        return tuple(chain.from_iterable(section.items for section in self.sections))

    @property
    def milestones(self) -> tuple[Item, ...]:
        """All milestones, in the plan's order: without steps."""
        return tuple(item for item in self.items if not item.is_step)

    @property
    def counted(self) -> tuple[Item, ...]:
        """All that is in the count, in the plan's order."""
        return tuple(item for item in self.items if item.is_counted)

    def item(self, milestone_id: str) -> Item | None:
        """The milestone or step with this id, or None; hidden ones are not found."""
        return next((item for item in self.items if item.id == milestone_id), None)

    def find(self, typed: str, *, hidden: bool = False) -> Item:
        """What an id, a title, or a part of one title only means; with ``hidden`` also those.

        Raises:
            SeveralFit: the titles of several do.
            NotFound: none, or one that is hidden.
        """
        items = (*self.items, *self.hidden)
        milestone_id = pick([(item.id, item.title) for item in items], typed)
        if milestone_id is None:
            seen = items if hidden else self.items
            fitting = set(several([(item.id, item.title) for item in seen], typed))
            if fitting:
                raise SeveralFit([item for item in seen if item.id in fitting], typed)
        item = next((each for each in items if each.id == milestone_id), None)
        if item is None:
            raise NotFound(
                "I do not know that milestone on your board. Pick one from the suggestions, "
                "or look through `/milestone list`."
            )
        if item.hidden and not hidden:
            raise NotFound(
                "You hide that one. `/milestone show` has the button that brings it back."
            )
        return item

    def steps_of(self, milestone_id: str) -> tuple[Item, ...]:
        """The steps right under a milestone or step."""
        return tuple(item for item in self.items if item.parent == milestone_id)

    def section(self, number: int) -> Section | None:
        """The section with this number, or None."""
        return self.sections[number - 1] if 1 <= number <= len(self.sections) else None

    def find_section(self, typed: str) -> Section:
        """The section that an id, a title, a number or ``Block 3`` means.

        Raises:
            NotFound: none does.
        """
        numbered = _NUMBERED.fullmatch(ascii_signs(typed))
        number = int(numbered["number"]) if numbered else None
        name = pick([(section.id, section.title) for section in self.sections], typed)
        for section in self.sections:
            if section.number == number or section.id == name:
                return section
        raise NotFound("The plan has no such block. Pick one as you type, or leave it empty.")


@dataclass(frozen=True, slots=True)
class MilestoneOutcome:
    """What an act did. ``item`` and ``section`` stand as they are after it."""

    board: Board
    item: Item
    section: Section
    changed: bool


def next_due(items: Iterable[Item]) -> date | None:
    """The earliest date among what is open, be it past or to come."""
    return min((item.due for item in items if item.status.is_open and item.due), default=None)
