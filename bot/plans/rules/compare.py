"""What an edited plan changes, by stable id (P2), and the digest that equal plans share."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, fields, replace

from bot.plans.rules.milestone_form import dues, say_due, say_hours
from bot.plans.values import (
    Block,
    Component,
    Due,
    FieldChange,
    Milestone,
    Plan,
    PlanChange,
    PlanDiff,
    PlanEntry,
)

_SECTIONS = tuple(field.name for field in fields(Plan) if field.name != "blocks")


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
        renamed=tuple(
            PlanChange(now, was) for (was, _), (now, _) in both if was.title != now.title
        ),
        moved=tuple(
            PlanChange(now, was) for (was, _), (now, _) in both if was.parent != now.parent
        ),
        edited=tuple(now for (_, one), (now, two) in both if one != two),
        reordered=_reordered(old, new),
        sections=tuple(n for n in _SECTIONS if getattr(old, n) != getattr(new, n)),
        freed=tuple(m.id for m in new.milestones if gone.intersection(waited.get(m.id, ()))),
        dates_gone=tuple(target for target in old.flow if target.id not in dates),
        fields=tuple(_field_changes(old, new)),
    )


def _field_changes(old: Plan, new: Plan) -> Iterator[FieldChange]:
    before, dates_before, dates = {m.id: m for m in old.milestones}, dues(old), dues(new)
    for now in new.milestones:
        was = before.get(now.id)
        if was is None:
            continue
        said_was = _said(old, was, dates_before.get(now.id))
        said_now = _said(new, now, dates.get(now.id))
        for name, text in said_now.items():
            if said_was[name] != text:
                yield FieldChange(now.id, name, said_was[name], text)


def _said(plan: Plan, milestone: Milestone, due: Due | None) -> dict[str, str]:
    """A milestone's fields as texts; empty for what it has not."""
    titles = {m.id: m.title for m in plan.milestones if m.id in milestone.needs}
    path = plan.path(milestone.path) if milestone.path else None
    return {
        "text": " ".join(milestone.text.split()),
        "hours": say_hours(milestone.hours),
        "date": say_due(due),
        "repeats": milestone.repeats or "",
        "counts": (milestone.counts or "").replace("-", " "),
        "path": path.title if path else "",
        "waits for": ", ".join(titles.get(need, need) for need in milestone.needs),
        "axes": ", ".join(axis.title for axis in plan.axes if axis.id in milestone.axes),
    }


def digest(plan: Plan) -> str:
    """SHA-256 of the plan's content, 64 hex digits; comments and layout do not count."""
    content = json.dumps(asdict(plan), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def _entries(plan: Plan) -> Iterator[tuple[PlanEntry, object]]:
    """Each entry with its own content: without its title and what stands inside it."""
    for block in plan.blocks:
        yield PlanEntry("block", block.id, block.title, ""), replace(block, title="", components=())
        for component in block.components:
            body = replace(component, title="", milestones=())
            yield PlanEntry("component", component.id, component.title, block.id), body
            for milestone in component.milestones:
                entry = PlanEntry("milestone", milestone.id, milestone.title, component.id)
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
