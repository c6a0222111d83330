"""The order that a plan's milestones are done in, and what each path shows of them."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import replace

from bot.plans.values import Milestone, Plan


def in_order(plan: Plan) -> tuple[Milestone, ...]:
    """All milestones in file order, except that what a milestone needs comes before it."""
    milestones = plan.milestones
    position = {m.id: i for i, m in enumerate(milestones)}
    dependents: dict[str, list[int]] = {m.id: [] for m in milestones}
    missing = [len(set(m.needs)) for m in milestones]
    for i, milestone in enumerate(milestones):
        for need in set(milestone.needs):
            dependents[need].append(i)
    ready = [position[m.id] for m in milestones if not m.needs]
    heapq.heapify(ready)
    ordered: list[Milestone] = []
    while ready:
        milestone = milestones[heapq.heappop(ready)]
        ordered.append(milestone)
        for i in dependents[milestone.id]:
            missing[i] -= 1
            if missing[i] == 0:
                heapq.heappush(ready, i)
    return tuple(ordered)


def on_path(plan: Plan, path: str | None) -> Plan:
    """The plan as somebody on this path sees it: without the milestones of other paths (P8).

    Without a path, nothing is left out. Ids, order, flow and everything else stay as they are.
    """
    if path is None:
        return plan
    blocks = tuple(
        replace(
            block,
            components=tuple(
                replace(
                    component,
                    milestones=tuple(m for m in component.milestones if m.path in (None, path)),
                )
                for component in block.components
            ),
        )
        for block in plan.blocks
    )
    return replace(plan, blocks=blocks)


def unmet(milestone: Milestone, done: Mapping[str, bool]) -> tuple[str, ...]:
    """What a milestone still needs: ids in its `needs` that are not done."""
    return tuple(need for need in milestone.needs if not done.get(need, False))
