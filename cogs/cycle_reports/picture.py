"""A member's page as the data of its picture. Pure."""

from __future__ import annotations

from bot.charts import cycle as chart
from bot.charts.cycle import Axis, Cycle, Lane, Mark
from bot.cycle_reports.values import Report


def cycle_of(report: Report) -> Cycle:
    """The milestones of each block that had a date by the end or were done, and the levels."""
    cycle = report.cycle
    marks: dict[int | None, list[Mark]] = {}
    for done in report.done:
        marks.setdefault(done.block, []).append(Mark(done.planned, done.day))
    for left in report.carried:
        if not left.is_step and left.planned is not None and left.planned <= cycle.ended_on:
            marks.setdefault(left.block, []).append(Mark(left.planned, None))
    lanes = [Lane(title, tuple(marks.get(number, ()))) for number, title in report.blocks]
    if None in marks:
        lanes.append(Lane(chart.OWN, tuple(marks[None])))
    return Cycle(
        number=cycle.number,
        starts=cycle.started_on,
        ends=cycle.ended_on,
        lanes=tuple(lanes),
        axes=tuple(
            Axis(each.now.title, each.now.level, len(each.now.scale), each.before)
            for each in report.moved.changes
        ),
        done=len(report.done),
        kept=report.kept,
        dated=report.dated,
    )
