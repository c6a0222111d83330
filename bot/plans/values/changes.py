"""Versions of a plan, what differs between them, and a change that waits to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal

from bot.plans.values.plan import Plan, Span, Target

EntryKind = Literal["block", "component", "milestone"]

Due = tuple[Literal["week", "month"], int]
"""A point of the flow, counted from a member's start."""


@dataclass(frozen=True, slots=True)
class PlanText:
    """A plan beside the text that it was read from."""

    text: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A block, component or milestone, with the id of what it stands in ("" for a block)."""

    kind: EntryKind
    id: str
    title: str
    parent: str


@dataclass(frozen=True, slots=True)
class PlanChange:
    """An entry of the new plan beside what it was in the old one."""

    now: PlanEntry
    was: PlanEntry


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a milestone that both plans have: its name, and how it reads in each of them."""

    milestone_id: str
    name: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Differences between two plans.

    `moved` entries stand in another block or component than before. `edited` names entries whose
    other content changed, `reordered` blocks and components whose entries changed order ("" for
    the blocks themselves), `sections` other parts of the plan such as "routine". An entry may be in
    several. `freed` are ids of milestones that waited for a removed one, `dates_gone` points of
    the flow that are no more. `fields` say of milestones in both plans what reads otherwise.
    """

    added: tuple[PlanEntry, ...]
    removed: tuple[PlanEntry, ...]
    renamed: tuple[PlanChange, ...]
    moved: tuple[PlanChange, ...]
    edited: tuple[PlanEntry, ...]
    reordered: tuple[str, ...]
    sections: tuple[str, ...]
    freed: tuple[str, ...] = ()
    dates_gone: tuple[Target, ...] = ()
    fields: tuple[FieldChange, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class MilestoneFields:
    """One milestone as its forms show it. ``needs``, ``path`` and ``axes`` are ids."""

    title: str
    text: str
    hours: Span | None
    needs: tuple[str, ...]
    due: Due | None
    path: str | None = None
    repeats: str | None = None
    times: int | None = None
    axes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadedPlan:
    """What loading a plan did: ``changes`` against the plan that was in force before.

    ``number`` is the version in force now; ``is_new`` tells whether loading made it.
    """

    plan: Plan
    number: int
    is_new: bool
    changes: PlanDiff


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version in the list.

    ``made_by`` is None where nobody is on record: for the plan that a group begins with, or when
    its maker was forgotten. ``undoes`` is the version that it took back; ``undo_until`` is set on
    the newest version while it can be taken back itself.
    """

    number: int
    title: str
    blocks: int
    milestones: int
    made_by: int | None
    made_at: datetime
    undoes: int | None
    undo_until: datetime | None


@dataclass(frozen=True, slots=True)
class VersionHistory:
    """A page of versions, newest first, and how many there are in all.

    ``is_behind``: the group follows the plan that ships, but not as it ships now.
    """

    versions: tuple[PlanVersion, ...]
    total: int
    is_behind: bool = False


@dataclass(frozen=True, slots=True)
class PlanSource(PlanText):
    """The text of version ``number``; ``made_by`` is None where nobody is on record for it."""

    number: int
    made_by: int | None


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What taking ``number`` back would do: the plan of ``back_to`` comes into force again."""

    number: int
    back_to: int
    plan: Plan
    changes: PlanDiff


@dataclass(frozen=True, slots=True)
class Preview:
    """What confirming a draft would do to version ``number``, which is in force.

    ``key`` names the draft's content. ``is_identical``: nothing would change, and no draft waits.
    ``made_by`` is who made ``number``; ``is_overtaken``: they did while the draft waited.
    """

    plan: Plan
    number: int
    key: str
    changes: PlanDiff
    is_identical: bool
    made_by: int | None
    is_overtaken: bool = False


@dataclass(frozen=True, slots=True)
class OpenedMilestone:
    """A milestone as a form begins with it, in version ``number``."""

    plan: Plan
    number: int
    milestone_id: str
    fields: MilestoneFields
