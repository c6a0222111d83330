"""Pictures of a plan and of a member's progress: from plan and board to their data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from bot.charts import burn_up, roadmap
from bot.milestones.values import Board, Item, Section, Status
from bot.plans.rules import spans
from bot.plans.values import Block, Plan


def roadmap_of(plan: Plan, board: Board) -> roadmap.Roadmap:
    """A member's roadmap: blocks planned from their own start at their own pace (P6).

    What they have beside the plan rolls on in a row of its own, so that all counts add up (P5).
    """
    sections = {section.id: section for section in board.sections}
    begins = board.start + timedelta(days=board.pace_days)
    rows = [
        _row(sections[block.id], block.title, *span)
        for block, span in zip(plan.blocks, spans(plan, begins), strict=True)
    ]
    rows += [_row(each, each.title, begins, None) for each in board.sections if each.is_own]
    return roadmap.Roadmap(tuple(rows), board.today, paused=board.paused)


def untouched_roadmap(plan: Plan, start: date, today: date) -> roadmap.Roadmap:
    """The plan for somebody who is not a member: nothing is done and nothing has a date."""
    blocks = [
        roadmap.Block(block.title, first, last, done=0, total=_finite(block))
        for block, (first, last) in zip(plan.blocks, spans(plan, start), strict=True)
    ]
    return roadmap.Roadmap(tuple(blocks), today)


def burn_up_of(board: Board) -> burn_up.BurnUp:
    """What was to be done by when, and what was: skipped milestones count neither way."""
    counted = [item for item in board.counted if item.status is not Status.SKIPPED]
    done = {
        item.id: item.change.day_in(board.zone)
        for item in counted
        if item.change is not None and item.status is Status.DONE
    }
    return burn_up.BurnUp(
        starts=board.start,
        today=board.today,
        dated=tuple(
            burn_up.Dated(item.title, item.due, done.get(item.id))
            for item in counted
            if item.due is not None
        ),
        undated_done=tuple(done[each.id] for each in counted if each.id in done and not each.due),
        total=len(counted),
        paused=board.paused,
    )


def _finite(block: Block) -> int:
    """How many of a block's milestones do not repeat."""
    return sum(milestone.repeats is None for milestone in block.milestones)


def _row(section: Section, title: str, first: date, last: date | None) -> roadmap.Block:
    count, targets = section.count, _targets(section.counted)
    return roadmap.Block(title, first, last, count.done, count.total, targets)


def _targets(items: Sequence[Item]) -> tuple[roadmap.Target, ...]:
    """One for each date on which something of a block is due; skipped ones are no target."""
    by_date: dict[date, list[Item]] = defaultdict(list)
    for item in items:
        if item.due is not None and item.status is not Status.SKIPPED:
            by_date[item.due].append(item)
    return tuple(
        roadmap.Target(due, tuple(item.title for item in there if item.status.is_open))
        for due, there in sorted(by_date.items())
    )
