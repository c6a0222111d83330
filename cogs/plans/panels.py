"""The plan as a panel: its blocks, and one block with what to study. Data in, panels out."""

from __future__ import annotations

from collections.abc import Mapping

from discord import ui

from bot.milestones.rules import Count
from bot.plans.model import Block, Plan
from cogs.common.panels import ONLY_YOU, Accent, Panel, button, buttons, line, page_of, row
from cogs.common.text import bar, cut, escape

# A row is three components, and a message holds forty.
_ROWS = 10
_MAX_BODY = 3400

Counts = Mapping[str, Count]
"""A member's counts by block id; empty for somebody who is not a member."""


def plan_panel(plan: Plan, counts: Counts, page: int = 0) -> Panel:
    """All blocks, a page of ten at a time, each with a button that opens it."""
    shown, page, pages = page_of(plan.blocks, page, _ROWS)
    rows = [
        row(_block_line(number, block, counts), button("Open", "plan:block", number))
        for number, block in enumerate(shown, start=page * _ROWS + 1)
    ]
    return Panel(
        Accent.PLAN,
        f"**{escape(plan.title)}**\n{escape(plan.plan.summary)}",
        line(),
        *rows,
        *([buttons(button("More blocks", "plan:blocks", (page + 1) % pages))] if pages > 1 else []),
        small_print=ONLY_YOU,
    )


def block_panel(plan: Plan, number: int, counts: Counts) -> Panel:
    """One block: objectives, and each component with its topics and questions."""
    block = plan.blocks[number - 1]
    parts = [_list("Objectives", block.objectives)]
    for component in block.components:
        text = f"**{escape(component.title)}**\n{escape(component.summary)}"
        parts.append(f"{text}\n{_list('', component.topics)}".rstrip())
        if component.questions:
            parts.append(_list("Ask yourself", component.questions))
    for path in plan.paths:
        if any(m.path == path.id for m in block.milestones):
            kinds = {"Study": path.study, "Practise on": path.practice, "Data": path.datasets}
            lines = [f"{name}: {escape(', '.join(what))}" for name, what in kinds.items() if what]
            lines.append(f"Challenge: {escape(', '.join(path.challenge))}")
            parts.append(f"**{escape(path.title)}**\n" + "\n".join(lines))
    neighbours: list[ui.Button[ui.LayoutView]] = [button("All blocks", "plan:blocks", 0)]
    if number < len(plan.blocks):
        neighbours.append(button(f"Block {number + 1}", "plan:block", number + 1))
    return Panel(
        Accent.PLAN,
        _block_line(number, block, counts),
        line(),
        cut("\n\n".join(part for part in parts if part), _MAX_BODY),
        buttons(*neighbours),
        small_print=f"`/milestone list` has the milestones. {ONLY_YOU}",
    )


def _block_line(number: int, block: Block, counts: Counts) -> str:
    heading = f"**Block {number} · {escape(block.title)}**"
    tally = counts.get(block.id)
    if tally is None:
        return f"{heading}\n{escape(block.rhythm)}"
    return (
        f"{heading} · {tally.done} of {tally.total}\n"
        f"{bar(tally.done, tally.total)} · {escape(block.rhythm)}"
    )


def _list(title: str, entries: tuple[str, ...]) -> str:
    lines = [f"- {escape(entry)}" for entry in entries]
    return "\n".join([f"**{title}**", *lines] if title else lines)
