"""The list of milestones as a panel. Data in, panels out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import discord
from discord import ui

from bot.milestones.values import Board, Item, Section, Status, next_due
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    page_of,
    row,
)
from cogs.common.text import bar, cut, day_stamp, escape, fit, one_line, titled_link
from cogs.milestones.listing import EMPTY, SHOW_LABELS, Show, View, fitting
from cogs.milestones.routes import (
    ADD,
    BEGIN,
    BLOCKS,
    COUNT_IN_LIST,
    DONE,
    FILTER,
    NEXT,
    PAGE,
    PICK,
    ROTATE,
    STAY,
    UNDO,
    UNHIDE,
)
from cogs.milestones.style import ACCENT
from cogs.milestones.texts import facts, nested, section_title

# A row is three components, and a message holds forty.
_ROWS = 7
_ROTATION_ROWS = 2
# With seven rows, longer links would not fit a message; the milestone's own panel has them.
_LINK_IN_LIST = 150
_MOST_OPTIONS = 15
_MOST_CHOICES = 25


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
        ACCENT,
        row(heading, _hidden_button(board)) if offers_hidden else heading,
        line(),
        *_rotation(board),
        *(rows or [EMPTY[view.show]]),
        line(),
        *([buttons(_openers(shown, view))] if shown else []),
        *_starters(shown, view),
        buttons(_blocks(board, view)),
        buttons(_filter(view)),
        buttons(
            *page_buttons(
                lambda number: PAGE(view.block, view.show, number), page=view.page, pages=pages
            ),
            button("Next for me", NEXT(), style=discord.ButtonStyle.primary),
            button("Add", ADD("", _place(section))),
        ),
        small_print=ONLY_YOU,
    )


def which_panel(items: Sequence[Item], typed: str) -> Panel:
    """Asks which one is meant, of several that what was typed fits; what was typed comes back."""
    shown = items[:_MOST_OPTIONS]
    more = f" The first {len(shown)}:" if len(shown) < len(items) else ""
    return Panel(
        ACCENT,
        f"**Which one do you mean?** {len(items)} milestones fit that.{more}",
        "\n".join(f"{item.status.mark} {fit(item.title, 100)}" for item in shown),
        buttons(_openers(shown, View(), placeholder="Open the one you mean")),
        f"You wrote:\n>>> {fit(typed, 1500)}",
        small_print=f"Nothing has changed yet. {ONLY_YOU}",
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
    if due is not None and not board.paused:
        word = "next due" if board.is_due(due) else "was planned for"
        state.append(f"{word} {day_stamp(due, board.zone)}")
    return f"**{title}** · {count.words}\n{' · '.join(state)}"


def _hidden_button(board: Board) -> ui.Button[ui.LayoutView]:
    label = f"{len(board.hidden)} hidden · show"
    return button(label, PAGE(0, Show.HIDDEN, 0))


def _rotation(board: Board) -> Items:
    """The proposal for the next cycle, once a path is done (U13)."""
    if board.rotation is None:
        return []
    done, other = board.rotation.done, board.rotation.other
    return [
        f"**{escape(done.title)} is done**, all {done.count.total} of its milestones. For the "
        f"next cycle, *{escape(other.title)}* is there: {other.count.words} so far. What you did "
        "stays either way.",
        buttons(
            button(cut(f"Take {other.short}", 80), ROTATE(other.id)),
            button("Not now", STAY(done.id)),
        ),
    ]


def _row(board: Board, item: Item, view: View) -> ui.Section[ui.LayoutView]:
    found = facts(board, item)
    section = board.section(item.block)
    if not view.block and not item.is_step and section and not section.is_own:
        found.append(f"block {item.block}")
    if item.link and len(item.link) <= _LINK_IN_LIST:
        found.append(titled_link(item.link))
    step = f"-# {one_line(item.step_title, 80)}" if item.step_title else ""
    text = "\n".join(filter(None, (nested(item), " · ".join(found), step)))
    if item.hidden:
        return row(text, button("Show", UNHIDE(item.id, *view.keys)))
    if item.status.is_open:
        if item.occurrences:
            return row(text, button("Done", COUNT_IN_LIST(item.id, item.number, *view.keys)))
        return row(text, button("Done", DONE(item.id, *view.keys)))
    return row(text, button("Undo", UNDO(item.id, item.number, *view.keys)))


def _place(section: Section | None) -> str:
    return "" if section is None or section.is_own else section.id


def _openers(
    shown: Sequence[Item], view: View, *, placeholder: str = "Open one: date, note, steps"
) -> ui.Select[ui.LayoutView]:
    """One of those on the page, with everything that can be done with it."""
    return ui.Select(
        custom_id=PICK(*view.keys),
        placeholder=placeholder,
        options=[
            discord.SelectOption(label=cut(f"{item.status.mark} {item.title}", 100), value=item.id)
            for item in shown
        ],
    )


def _starters(shown: Sequence[Item], view: View) -> Items:
    """One of those on the page that are not begun, to begin it."""
    options = [
        discord.SelectOption(label=cut(item.title, 100), value=item.id)
        for item in shown
        if item.status is Status.NOT_STARTED and not item.hidden
    ]
    if not options:
        return []
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=BEGIN(*view.keys), placeholder="Start one", options=options
    )
    return [buttons(select)]


def block_opener(section: Section) -> Items:
    """For a block's page: its milestones, each of which opens with all that can be done with it."""
    shown = section.milestones[:_MOST_CHOICES]
    if not shown:
        return []
    view = View(section.number)
    return [buttons(_openers(shown, view, placeholder="Open a milestone: start, done, date, note"))]


def _blocks(board: Board, view: View) -> ui.Select[ui.LayoutView]:
    """Another block; the filter stays."""
    options = [
        discord.SelectOption(
            label=cut(
                section.title if section.is_own else f"Block {section.number} · {section.title}",
                100,
            ),
            value=f"block-{section.number}",
            description=section.count.words,
            default=section.number == view.block,
        )
        for section in board.sections
    ]
    every = discord.SelectOption(
        label="All blocks", value="block-0", description=board.count.words, default=not view.block
    )
    return ui.Select(
        custom_id=BLOCKS(view.block, view.show),
        options=[every, *options],
    )


def _filter(view: View) -> ui.Select[ui.LayoutView]:
    """Another filter; the block stays."""
    return ui.Select(
        custom_id=FILTER(view.block, view.show),
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
