"""What an edited plan changes, by stable id (P2). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Literal

from bot.plans.model import Block, Component, Milestone, Plan, Target

Kind = Literal["block", "component", "milestone"]
_SECTIONS = tuple(field.name for field in fields(Plan) if field.name != "blocks")


@dataclass(frozen=True, slots=True)
class Entry:
    """A block, component or milestone, with the id of what it stands in ("" for a block)."""

    kind: Kind
    id: str
    title: str
    parent: str


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the new plan beside what it was in the old one."""

    now: Entry
    was: Entry


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Differences between two plans.

    `moved` entries stand in another block or component than before. `edited` names entries whose
    other content changed, `reordered` blocks and components whose entries changed order ("" for
    the blocks themselves), `sections` other parts of the plan such as "routine". An entry may be in
    several. `freed` are ids of milestones that waited for a removed one, `dates_gone` points of
    the flow that are no more.
    """

    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    renamed: tuple[Change, ...]
    moved: tuple[Change, ...]
    edited: tuple[Entry, ...]
    reordered: tuple[str, ...]
    sections: tuple[str, ...]
    freed: tuple[str, ...] = ()
    dates_gone: tuple[Target, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return any(getattr(self, field.name) for field in fields(self))

    @property
    def disturbed(self) -> tuple[str, ...]:
        """Ids of the milestones that go, move or read otherwise: where progress may hang."""
        changed = (change.now for change in (*self.moved, *self.renamed))
        entries = [*self.removed, *changed, *self.edited]
        return tuple(dict.fromkeys(e.id for e in entries if e.kind == "milestone"))


def diff(old: Plan, new: Plan) -> PlanDiff:
    """Compare two plans by the stable ids of their blocks, components and milestones."""
    before = {(e.kind, e.id): (e, body) for e, body in _entries(old)}
    after = {(e.kind, e.id): (e, body) for e, body in _entries(new)}
    gone = {key[1] for key in before if key[0] == "milestone" and key not in after}
    waited = {milestone.id: milestone.needs for milestone in old.milestones}
    dates = {target.id for target in new.flow}
    both = [(before[key], after[key]) for key in after if key in before]
    return PlanDiff(
        added=tuple(entry for key, (entry, _) in after.items() if key not in before),
        removed=tuple(entry for key, (entry, _) in before.items() if key not in after),
        renamed=tuple(Change(now, was) for (was, _), (now, _) in both if was.title != now.title),
        moved=tuple(Change(now, was) for (was, _), (now, _) in both if was.parent != now.parent),
        edited=tuple(now for (_, one), (now, two) in both if one != two),
        reordered=_reordered(old, new),
        sections=tuple(n for n in _SECTIONS if getattr(old, n) != getattr(new, n)),
        freed=tuple(m.id for m in new.milestones if gone.intersection(waited.get(m.id, ()))),
        dates_gone=tuple(target for target in old.flow if target.id not in dates),
    )


def _entries(plan: Plan) -> Iterator[tuple[Entry, object]]:
    """Each entry with its own content: without its title and what stands inside it."""
    for block in plan.blocks:
        yield Entry("block", block.id, block.title, ""), replace(block, title="", components=())
        for component in block.components:
            body = replace(component, title="", milestones=())
            yield Entry("component", component.id, component.title, block.id), body
            for milestone in component.milestones:
                entry = Entry("milestone", milestone.id, milestone.title, component.id)
                yield entry, replace(milestone, title="")


def _reordered(old: Plan, new: Plan) -> tuple[str, ...]:
    before, after = _orders(old), _orders(new)
    changed = []
    for key, order in after.items():
        earlier = before.get(key, [])
        common = set(order) & set(earlier)
        if [x for x in order if x in common] != [x for x in earlier if x in common]:
            changed.append(key[1])
    return tuple(changed)


def _orders(plan: Plan) -> dict[tuple[str, str], list[str]]:
    orders = {("plan", ""): _ids(plan.blocks)}
    for block in plan.blocks:
        orders["block", block.id] = _ids(block.components)
        for component in block.components:
            orders["component", component.id] = _ids(component.milestones)
    return orders


def _ids(entries: tuple[Block, ...] | tuple[Component, ...] | tuple[Milestone, ...]) -> list[str]:
    return [entry.id for entry in entries]
