"""The list of milestones as a panel. Data in, panels out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import discord
from discord import ui

from bot.milestones.board import Board, Item, Section, next_due
from cogs.common.marks import MARKS, tally
from cogs.common.panels import (
    ONLY_YOU,
    Accent,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_of,
    pager,
    row,
)
from cogs.common.routes import custom_id
from cogs.common.text import bar, cut, day_stamp, escape, titled_link
from cogs.milestones.listing import EMPTY, SHOW_LABELS, Show, View, fitting
from cogs.milestones.texts import facts, nested, section_title

# A row is three components, and a message holds forty.
_ROWS = 7
_ROTATION_ROWS = 2
# With seven rows, longer links would not fit a message; the milestone's own panel has them.
_LINK_IN_LIST = 150


def list_panel(board: Board, view: View) -> Panel:
    """The list of milestones. A view that no longer fits shows the nearest that does."""
    section = board.section(view.block)
    view = view if section else replace(view, block=0)
    offers_hidden = bool(board.hidden) and view.show is not Show.HIDDEN
    size = _ROWS - offers_hidden - (_ROTATION_ROWS if board.rotation else 0)
    shown, page, pages = page_of(fitting(board, view), view.page, size)
    view = replace(view, page=page)
    heading = _heading(board, section)
    rows: Items = [_row(board, item, view) for item in shown]
    return Panel(
        Accent.PLAN,
        row(heading, _hidden_button(board)) if offers_hidden else heading,
        line(),
        *_rotation(board),
        *(rows or [EMPTY[view.show]]),
        line(),
        *([buttons(_openers(shown, view))] if shown else []),
        buttons(_blocks(board, view)),
        buttons(_filter(view)),
        buttons(
            *pager("milestone:page", view.block, view.show.value, page=view.page, pages=pages),
            button("Next for me", "milestone:next", style=discord.ButtonStyle.primary),
            button("Add", "milestone:add", "", _place(section)),
        ),
        small_print=ONLY_YOU,
    )


def _heading(board: Board, section: Section | None) -> str:
    if section:
        title, count, items = section_title(section), section.count, section.items
    else:
        title = escape(board.plan_title) + (
            f" · {escape(board.path_title)}" if board.path_title else ""
        )
        count, items = board.count, board.items
    state = [bar(count.done, count.total)]
    due = next_due(items)
    if due is not None:
        word = "next due" if due >= board.today else "was planned for"
        state.append(f"{word} {day_stamp(due, board.zone)}")
    return f"**{title}** · {tally(count)}\n{' · '.join(state)}"


def _hidden_button(board: Board) -> ui.Button[ui.LayoutView]:
    label = f"{len(board.hidden)} hidden · show"
    return button(label, "milestone:page", 0, Show.HIDDEN.value, 0)


def _rotation(board: Board) -> Items:
    """The proposal for the next cycle, once a path is done (U13)."""
    if board.rotation is None:
        return []
    done, other = board.rotation.done, board.rotation.other
    return [
        f"**{escape(done.title)} is done**, all {done.count.total} of its milestones. For the "
        f"next cycle, *{escape(other.title)}* is there: {tally(other.count)} so far. What you did "
        "stays either way.",
        buttons(
            button(cut(f"Take {other.short}", 80), "milestone:rotate", other.id),
            button("Not now", "milestone:stay", done.id),
        ),
    ]


def _row(board: Board, item: Item, view: View) -> ui.Section[ui.LayoutView]:
    found = facts(board, item)
    section = board.section(item.block)
    if not view.block and not item.is_step and section and not section.is_own:
        found.append(f"block {item.block}")
    if item.link and len(item.link) <= _LINK_IN_LIST:
        found.append(titled_link(item.link))
    text = "\n".join(filter(None, (nested(item), " · ".join(found))))
    if item.hidden:
        return row(text, button("Show", "milestone:unhide", item.id, *view.keys))
    if item.status.is_open:
        return row(text, button("Done", "milestone:done", item.id, *view.keys))
    return row(text, button("Undo", "milestone:undo", item.id, item.number, *view.keys))


def _place(section: Section | None) -> str:
    return "" if section is None or section.is_own else section.id


def _openers(shown: Sequence[Item], view: View) -> ui.Select[ui.LayoutView]:
    """One of those on the page, with everything that can be done with it."""
    return ui.Select(
        custom_id=custom_id("milestone:pick", *view.keys),
        placeholder="Open one: date, note, steps",
        options=[
            discord.SelectOption(
                label=cut(f"{MARKS[item.status]} {item.title}", 100), value=item.id
            )
            for item in shown
        ],
    )


def _blocks(board: Board, view: View) -> ui.Select[ui.LayoutView]:
    """Another block; the filter stays."""
    options = [
        discord.SelectOption(
            label=cut(
                section.title if section.is_own else f"Block {section.number} · {section.title}",
                100,
            ),
            value=f"block-{section.number}",
            description=tally(section.count),
            default=section.number == view.block,
        )
        for section in board.sections
    ]
    every = discord.SelectOption(
        label="All blocks", value="block-0", description=tally(board.count), default=not view.block
    )
    return ui.Select(
        custom_id=custom_id("milestone:blocks", view.block, view.show.value),
        options=[every, *options],
    )


def _filter(view: View) -> ui.Select[ui.LayoutView]:
    """Another filter; the block stays."""
    return ui.Select(
        custom_id=custom_id("milestone:filter", view.block, view.show.value),
        options=[
            discord.SelectOption(
                label=f"{SHOW_LABELS[show]} milestones"
                if show not in (Show.SOON, Show.OVERDUE)
                else SHOW_LABELS[show],
                value=f"show-{show.value}",
                default=show is view.show,
            )
            for show in Show
        ],
    )
