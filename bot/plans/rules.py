"""What follows from a plan: order, a path's view, target dates, the content's digest. Pure."""

from __future__ import annotations

import calendar
import hashlib
import heapq
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, timedelta
from functools import lru_cache

from bot.plans.model import Milestone, Plan, Target

_KEPT_DIGESTS = 16


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


def targets(plan: Plan, start: date, shift_days: int = 0) -> dict[str, date]:
    """Target dates by milestone id, from a member's own start, moved by `shift_days` (P6).

    A milestone of the example flow is due on the flow's date; one that it needs is due no later,
    so it takes the earliest date of those that wait for it. The others have no date of their own.
    A date past the calendar's end becomes its last day.
    """
    due = {m: flow_date(target, start) for target in plan.flow for m in target.milestones}
    fixed = set(due)
    for milestone in reversed(in_order(plan)):
        own = due.get(milestone.id)
        if own is None:
            continue
        for need in milestone.needs:
            if need not in fixed:
                due[need] = min(own, due.get(need, own))
    return {name: _plus_days(day, shift_days) for name, day in due.items()}


def spans(plan: Plan, start: date) -> list[tuple[date, date | None]]:
    """The first and last planned day of each block.

    Blocks follow one another, each for the larger of its estimated weeks. A block without an
    estimate rolls on beside them from `start` and has no last day.
    """
    found: list[tuple[date, date | None]] = []
    begins = start
    for block in plan.blocks:
        if block.weeks is None:
            found.append((start, None))
            continue
        after = _plus_days(begins, 7 * block.weeks[1])
        found.append((begins, _plus_days(after, -1)))
        begins = after
    return found


def flow_date(target: Target, start: date) -> date:
    """The date of a point of the flow: whole weeks or calendar months after the start.

    A month that lacks the start's day gives its last day: 30 November + 3 months is 28 February.
    """
    if target.week is not None:
        return _plus_days(start, 7 * target.week)
    months = start.year * 12 + start.month - 1 + (target.month or 0)
    year, month = divmod(months, 12)
    if year > date.max.year:
        return date.max
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def unmet(milestone: Milestone, done: Mapping[str, bool]) -> tuple[str, ...]:
    """What a milestone still needs: ids in its `needs` that are not done."""
    return tuple(need for need in milestone.needs if not done.get(need, False))


@lru_cache(maxsize=_KEPT_DIGESTS)
def digest(plan: Plan) -> str:
    """SHA-256 of the plan's content, 64 hex digits; comments and layout do not count."""
    content = json.dumps(asdict(plan), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def _plus_days(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
