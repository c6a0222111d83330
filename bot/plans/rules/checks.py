"""What a plan must keep beyond the shape of each field: unique ids, sound references, no cycles.

Each check yields a location inside the plan and a sentence for the person who wrote the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import is_dataclass

from bot.inputs.text import visible_line
from bot.plans.rules.toml_locations import Location
from bot.plans.values import COUNTED_ONCE, PUBLISHED, Milestone, Plan

MAX_MILESTONES = 300
OWN_ID = re.compile(r"own-\d+")
"""Ids of what members add for themselves; a plan's milestones have others."""

Finding = tuple[Location, str]

# Control characters but the newline, and what shows text in another order than it is stored (UAX 9,
# explicit formatting).
_INVISIBLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def findings(plan: Plan) -> Iterator[Finding]:
    """Everything wrong with a plan whose fields each are well formed; nothing for a good one."""
    too_large = list(_size(plan))
    yield from too_large
    if not too_large:  # the other checks may then assume a bounded plan
        for check in _CHECKS:
            yield from check(plan)


def milestone_locations(plan: Plan) -> Iterator[tuple[Location, Milestone]]:
    """Each milestone with its location in the file, in file order."""
    for b, block in enumerate(plan.blocks):
        for c, component in enumerate(block.components):
            for m, milestone in enumerate(component.milestones):
                yield ("blocks", b, "components", c, "milestones", m), milestone


def _unique_ids(plan: Plan) -> Iterator[Finding]:
    components: list[tuple[Location, str]] = [
        (("blocks", b, "components", c), component.id)
        for b, block in enumerate(plan.blocks)
        for c, component in enumerate(block.components)
    ]
    yield from _repeated((at, m.id) for at, m in milestone_locations(plan))
    yield from _repeated(components)
    for name in ("blocks", "paths", "flow", "axes", "glossary", "resources", "tips"):
        yield from _repeated(((name, i), entry.id) for i, entry in enumerate(getattr(plan, name)))
    if plan.projects is not None:
        for name in ("questions", "pain_points", "stages"):
            entries = enumerate(getattr(plan.projects, name))
            yield from _repeated((("projects", name, i), entry.id) for i, entry in entries)
    yield from _repeated(((("papers", i), p.arxiv) for i, p in enumerate(plan.papers)), "arxiv")
    yield from _repeated(((("routine", i), d.day) for i, d in enumerate(plan.routine)), "day")


def _reserved_ids(plan: Plan) -> Iterator[Finding]:
    for location, milestone in milestone_locations(plan):
        if OWN_ID.fullmatch(milestone.id):
            yield (*location, "id"), f"{milestone.id!r} is kept for milestones that members add"

    for i, stage in enumerate(plan.projects.stages if plan.projects else ()):
        if stage.id == PUBLISHED:
            yield ("projects", "stages", i, "id"), f"{PUBLISHED!r} is kept for what comes after all"


def _repeated(entries: Iterable[tuple[Location, str]], key: str = "id") -> Iterator[Finding]:
    seen: set[str] = set()
    for location, value in entries:
        if value in seen:
            yield (*location, key), f"{value!r} is used twice; each one needs its own"
        seen.add(value)


def _size(plan: Plan) -> Iterator[Finding]:
    count = len(plan.milestones)
    if count == 0:
        yield ("blocks",), "the plan has no milestone; it needs at least one"
    if count > MAX_MILESTONES:
        yield ("blocks",), f"the plan has {count} milestones; at most {MAX_MILESTONES} fit"


def _estimates(plan: Plan) -> Iterator[Finding]:
    message = "an estimate goes from the smaller to the larger number"
    for b, block in enumerate(plan.blocks):
        if block.weeks is not None and block.weeks[0] > block.weeks[1]:
            yield ("blocks", b, "weeks"), message
    for location, milestone in milestone_locations(plan):
        if milestone.hours is not None and milestone.hours[0] > milestone.hours[1]:
            yield (*location, "hours"), message


def _repeats(plan: Plan) -> Iterator[Finding]:
    for location, milestone in milestone_locations(plan):
        if milestone.times is not None and milestone.repeats is None:
            yield (*location, "times"), "how often in which period? `repeats` names it"


def _counts(plan: Plan) -> Iterator[Finding]:
    """Most of what is done elsewhere counts in periods; all, for each member at one milestone."""
    seen: dict[tuple[str, str | None], str] = {}
    for location, milestone in milestone_locations(plan):
        if milestone.counts is None:
            continue
        if milestone.repeats is None and milestone.counts not in COUNTED_ONCE:
            yield (*location, "counts"), "in which period? `repeats` names it"
        what, path = milestone.counts, milestone.path
        for (counted, on), name in seen.items():
            if counted == what and (on == path or None in (on, path)):
                yield (*location, "counts"), f"{name!r} counts {what!r} already"
                break
        seen[what, path] = milestone.id


def _milestone_references(plan: Plan) -> Iterator[Finding]:
    known = {m.id: m for m in plan.milestones}
    paths = {p.id for p in plan.paths}
    axes = {a.id for a in plan.axes}
    for location, milestone in milestone_locations(plan):
        if milestone.path is not None and milestone.path not in paths:
            yield (*location, "path"), f"there is no path {milestone.path!r}"
        for axis in milestone.axes:
            if axis not in axes:
                yield (*location, "axes"), f"there is no axis {axis!r}"
        for need in milestone.needs:
            if need not in known:
                yield (*location, "needs"), f"there is no milestone {need!r}"
            elif known[need].path not in (None, milestone.path):
                yield (
                    (*location, "needs"),
                    f"{need!r} is on another path, so not everyone can finish it first",
                )


def _other_references(plan: Plan) -> Iterator[Finding]:
    milestones = {m.id for m in plan.milestones}
    components = {c.id for block in plan.blocks for c in block.components}
    blocks = {b.id for b in plan.blocks}
    resources = {r.id for r in plan.resources}
    for i, entry in enumerate(plan.resources):
        for block in entry.blocks:
            if block not in blocks:
                yield ("resources", i, "blocks"), f"there is no block {block!r}"
        if entry.instead is not None and entry.instead not in resources - {entry.id}:
            yield ("resources", i, "instead"), f"there is no other resource {entry.instead!r}"
    for i, paper in enumerate(plan.papers):
        if paper.component not in components:
            yield ("papers", i, "component"), f"there is no component {paper.component!r}"
    for i, prompt in enumerate(plan.routine):
        for resource in prompt.resources:
            if resource not in resources:
                yield ("routine", i, "resources"), f"there is no resource {resource!r}"
    dated: set[str] = set()
    for i, target in enumerate(plan.flow):
        if (target.week is None) == (target.month is None):
            yield ("flow", i), "a date of the flow has either a week or a month"
        for milestone in target.milestones:
            if milestone not in milestones:
                yield ("flow", i, "milestones"), f"there is no milestone {milestone!r}"
            elif milestone in dated:
                yield ("flow", i, "milestones"), f"{milestone!r} already has a date in the flow"
            dated.add(milestone)


def _cycles(plan: Plan) -> Iterator[Finding]:
    """Remove what can be finished until nothing moves; whatever stays waits for itself."""
    locations = {m.id: location for location, m in milestone_locations(plan)}
    waiting = {m.id: set(m.needs) & locations.keys() for m in plan.milestones}
    while ready := [name for name, needs in waiting.items() if not needs & waiting.keys()]:
        for name in ready:
            del waiting[name]
    for name in waiting:
        if _reaches_itself(name, waiting):
            yield (*locations[name], "needs"), f"{name!r} needs itself, directly or through others"


def _reaches_itself(name: str, needs: dict[str, set[str]]) -> bool:
    seen: set[str] = set()
    stack = list(needs[name])
    while stack:
        current = stack.pop()
        if current == name:
            return True
        if current not in seen:
            seen.add(current)
            stack.extend(needs.get(current, ()))
    return False


def _characters(plan: Plan) -> Iterator[Finding]:
    for location, text in _texts(plan, ()):
        found = _INVISIBLE.search(text)
        if found is not None:
            yield location, f"the text has the invisible control character U+{ord(found[0]):04X}"
        if not visible_line(text):
            yield location, "the text is empty"


def _texts(value: object, location: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(value, str):
        yield location, value
    elif isinstance(value, tuple):
        for i, entry in enumerate(value):
            yield from _texts(entry, (*location, i))
    elif is_dataclass(value):
        # fields() makes a list of them for each of the plan's thousand values.
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name), (*location, name))


_CHECKS: tuple[Callable[[Plan], Iterator[Finding]], ...] = (
    _unique_ids,
    _reserved_ids,
    _estimates,
    _repeats,
    _counts,
    _milestone_references,
    _other_references,
    _cycles,
    _characters,
)
