"""The plan as a panel: its blocks, and one block with what to study. Data in, panels out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discord import ui

from bot.plans.values import Block, Plan
from cogs.common.feature import Count
from cogs.common.panels import (
    ONLY_YOU,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    page_of,
    row,
)
from cogs.common.text import bar, escape, fit
from cogs.plans.block_text import block_pages
from cogs.plans.routes import BLOCK, BLOCKS, PART
from cogs.plans.style import ACCENT

# A row is three components, and a message holds forty.
_ROWS = 10
# In the list of blocks; a block's own page has it all.
_MAX_SUMMARY, _MAX_BEFORE, _MAX_RHYTHM = 500, 400, 90
_WHOLE_RHYTHM = 500

Counts = Mapping[str, Count]
"""A member's counts by block id; empty for somebody who is not a member."""


def plan_panel(
    plan: Plan,
    counts: Counts,
    page: int = 0,
    *,
    acts: Sequence[ui.Button[ui.LayoutView]] = (),
) -> Panel:
    """All blocks, a page of ten at a time, each with a button that opens it; ``acts`` below."""
    shown, page, pages = page_of(plan.blocks, page, _ROWS)
    rows = [
        row(
            _block_line(number, block, counts, rhythm=_MAX_RHYTHM),
            button("Open", BLOCK(number)),
        )
        for number, block in enumerate(shown, start=page * _ROWS + 1)
    ]
    is_last = page == pages - 1
    other = button("First blocks" if is_last else "More blocks", BLOCKS((page + 1) % pages))
    below = [*acts, *([other] if pages > 1 else [])]
    before = plan.plan.before if page == 0 else None
    return Panel(
        ACCENT,
        f"**{escape(plan.title)}**\n{fit(plan.plan.summary, _MAX_SUMMARY)}",
        *([f"**Before you begin** · {fit(before, _MAX_BEFORE)}"] if before else []),
        line(),
        *rows,
        *([buttons(*below)] if below else []),
        small_print=ONLY_YOU,
    )


def block_panel(
    plan: Plan,
    number: int,
    counts: Counts,
    page: int = 0,
    *,
    added: Sequence[ui.Item[ui.LayoutView] | str] = (),
) -> Panel:
    """One block, in pages: objectives, components, paths, then its papers and resources.

    ``added`` are the rows of other features.
    """
    block = plan.blocks[number - 1]
    shown, page, pages = page_of(block_pages(plan, block), page, 1)
    acts: list[ui.Button[ui.LayoutView]] = [button("All blocks", BLOCKS(0))]
    acts += page_buttons(lambda at: PART(number, at), page=page, pages=pages)
    if number < len(plan.blocks):
        acts.append(button(f"Block {number + 1}", BLOCK(number + 1)))
    return Panel(
        ACCENT,
        _block_line(number, block, counts),
        line(),
        shown[0],
        *added,
        buttons(*acts),
        small_print=f"`/milestone list` has the milestones. {ONLY_YOU}",
    )


def _block_line(number: int, block: Block, counts: Counts, *, rhythm: int = _WHOLE_RHYTHM) -> str:
    heading = f"**Block {number} · {escape(block.title)}**"
    tally = counts.get(block.id)
    if tally is None:
        return f"{heading}\n{fit(block.rhythm, rhythm)}"
    return (
        f"{heading} · {tally.done} of {tally.total}\n"
        f"{bar(tally.done, tally.total)} · {fit(block.rhythm, rhythm)}"
    )
