"""A plan as values with one milestone gone or elsewhere: what an edit must give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.plans.values import Component, Milestone, Plan, Target


def without(plan: Plan, milestone_id: str) -> Plan:
    """Without the milestone, what names it, and the dates that it was alone in."""

    def left(component: Component) -> tuple[Milestone, ...]:
        return tuple(
            replace(milestone, needs=_others(milestone.needs, milestone_id))
            for milestone in component.milestones
            if milestone.id != milestone_id
        )

    return replace(_with_milestones(plan, left), flow=undated(plan.flow, milestone_id))


def undated(flow: tuple[Target, ...], milestone_id: str) -> tuple[Target, ...]:
    """The flow without a milestone, and without the dates that it was alone in."""
    return tuple(
        replace(target, milestones=_others(target.milestones, milestone_id))
        for target in flow
        if target.milestones != (milestone_id,)
    )


def placed(plan: Plan, milestone_id: str, component_id: str, after: str | None) -> Plan:
    """With the milestone in a component, below ``after``, or first there without one.

    The milestone is in the plan, and ``after`` in the component.
    """
    moving = next(m for m in plan.milestones if m.id == milestone_id)

    def arranged(component: Component) -> tuple[Milestone, ...]:
        found = [m for m in component.milestones if m.id != milestone_id]
        if component.id == component_id:
            ids = [m.id for m in found]
            found.insert(0 if after is None else ids.index(after) + 1, moving)
        return tuple(found)

    return _with_milestones(plan, arranged)


def _with_milestones(plan: Plan, of: Callable[[Component], tuple[Milestone, ...]]) -> Plan:
    return replace(
        plan,
        blocks=tuple(
            replace(
                block,
                components=tuple(replace(c, milestones=of(c)) for c in block.components),
            )
            for block in plan.blocks
        ),
    )


def _others(names: tuple[str, ...], milestone_id: str) -> tuple[str, ...]:
    return tuple(name for name in names if name != milestone_id)
