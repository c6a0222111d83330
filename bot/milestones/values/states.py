"""Where a milestone stands, what was done to it, and what is stored of a member's milestones."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

OWN_PREFIX = "own-"
_MARKS = {"not_started": "○", "in_progress": "◐", "done": "●", "skipped": "⊘"}


class Status(StrEnum):
    """Where a member stands with a milestone.

    ``is_open`` while there is still something to do. ``mark`` and ``words`` are how it reads.
    """

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    SKIPPED = "skipped"

    def __init__(self, value: str) -> None:
        """Say once what boards ask of hundreds; a property naming members costs ten times that."""
        self.is_open = value in ("not_started", "in_progress")
        self.mark = _MARKS[value]
        self.words = value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Count:
    """How many milestones stand where. Skipped ones are not counted in ``total``."""

    done: int
    in_progress: int
    skipped: int
    total: int

    @property
    def words(self) -> str:
        """``3 of 8``, and how many are skipped."""
        skipped = f" · {self.skipped} skipped" if self.skipped else ""
        return f"{self.done} of {self.total}{skipped}"


@dataclass(frozen=True, slots=True)
class MilestoneChange:
    """A change of a milestone. ``number`` counts the changes that brought it here.

    ``due_on`` is the target date it had then, kept when it was done or skipped. ``day`` is its
    member's local date then, None for changes from before it was kept.
    """

    number: int
    status: Status
    at: datetime
    link: str | None = None
    note: str | None = None
    shared: bool = False
    due_on: date | None = None
    day: date | None = None

    def day_in(self, zone: str) -> date:
        """Its local date: the one that was kept, or else that of its instant in ``zone``."""
        return self.day or self.at.astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True, slots=True)
class Override:
    """A member's own date for a milestone, whether they hide it, and what they noted so far."""

    own_due: date | None = None
    hidden: bool = False
    link: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class OwnMilestone:
    """A milestone that a member added, or with ``under`` a step of the milestone with that id.

    ``origin`` names what it came of, where another feature gave it.
    """

    number: int
    title: str
    under: str | None = None
    block: str | None = None
    origin: str | None = None

    @property
    def id(self) -> str:
        """Its id among milestones."""
        return f"{OWN_PREFIX}{self.number}"


_NO_OVERRIDE = Override()


@dataclass(frozen=True, slots=True)
class StoredMilestones:
    """What is stored of one member's milestones, by id; changes stand oldest first."""

    history: Mapping[str, tuple[MilestoneChange, ...]] = field(default_factory=dict)
    own: tuple[OwnMilestone, ...] = ()
    overrides: Mapping[str, Override] = field(default_factory=dict)

    @property
    def affected(self) -> set[str]:
        """The milestones that differ from how the plan has them."""
        own = {own.under for own in self.own if own.under is not None}
        return {*self.history, *self.overrides, *own}

    def status(self, milestone_id: str) -> Status:
        """How a milestone stands."""
        changes = self.history.get(milestone_id)
        return changes[-1].status if changes else Status.NOT_STARTED

    def was_done(self, milestone_id: str) -> bool:
        """Whether a milestone was done at least once."""
        return any(c.status is Status.DONE for c in self.history.get(milestone_id, ()))

    def override(self, milestone_id: str) -> Override:
        """What the member chose for a milestone."""
        return self.overrides.get(milestone_id, _NO_OVERRIDE)

    def with_change(self, milestone_id: str, change: MilestoneChange) -> StoredMilestones:
        """After this change, which takes the place of the one with its number, if there is one."""
        history = [c for c in self.history.get(milestone_id, ()) if c.number != change.number]
        ordered = tuple(sorted((*history, change), key=lambda each: each.number))
        return replace(self, history={**self.history, milestone_id: ordered})

    def without_change(self, milestone_id: str, number: int) -> StoredMilestones:
        """After the change of a milestone with this number was taken back."""
        history = dict(self.history)
        left = tuple(c for c in history.pop(milestone_id) if c.number != number)
        return replace(self, history={**history, milestone_id: left} if left else history)

    def with_override(self, milestone_id: str, override: Override) -> StoredMilestones:
        """With this in place of what the member chose for the milestone before."""
        others = {name: each for name, each in self.overrides.items() if name != milestone_id}
        chosen = {} if override == _NO_OVERRIDE else {milestone_id: override}
        return replace(self, overrides={**others, **chosen})

    def with_own(self, *added: OwnMilestone) -> StoredMilestones:
        """With these own ones too, or in place of those with their numbers."""
        own = {each.number: each for each in (*self.own, *added)}
        return replace(self, own=tuple(own[number] for number in sorted(own)))

    def without_own(self, numbers: Collection[int]) -> StoredMilestones:
        """Without the own ones of these numbers."""
        return replace(self, own=tuple(each for each in self.own if each.number not in numbers))
