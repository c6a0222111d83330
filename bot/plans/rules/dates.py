"""The dates that a plan gives: of its milestones and of its blocks, from a member's start."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from bot.plans.rules.order import in_order
from bot.plans.values import Plan, Target


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


def _plus_days(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
