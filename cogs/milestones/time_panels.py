"""Each time that something was done which repeats, by period, with its acts (P11)."""

from __future__ import annotations

import discord
from discord import ui

from bot.milestones.values import Item, MilestoneChange
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
from cogs.common.text import cut, escape, one_line, stamp, titled_link
from cogs.milestones.routes import OPEN, TIME_PICK, TIME_UNDO, TIMES
from cogs.milestones.style import ACCENT

# A row is three components, and a message holds forty.
_ROWS, _NOTE, _LINK = 8, 120, 150


def times_panel(item: Item, zone: str, page: int = 0) -> Panel:
    """A page of the times, the newest first, each under its period, by days in ``zone``."""
    every = list(item.occurrences or ())
    shown, page, pages = page_of(every, page, _ROWS)
    rows: Items = []
    period = None
    for tally, change in shown:
        heading = f"**{tally}**\n" if tally.period != period else ""
        period = tally.period
        act = button("Undo", TIME_UNDO(item.id, change.number, page))
        rows.append(row(f"{heading}{_time(change)}", act))
    turns = page_buttons(lambda at: TIMES(item.id, at), page=page, pages=pages)
    return Panel(
        ACCENT,
        f"**{escape(item.title)}** · each time",
        line(),
        *(rows or ["Not done yet. *Done* counts a time."]),
        *([buttons(_picker(item, [change for _, change in shown], zone, page))] if shown else []),
        buttons(*turns, button("Back", OPEN(item.id))),
        small_print=ONLY_YOU,
    )


def _time(change: MilestoneChange) -> str:
    link = f" · {titled_link(change.link)}" if change.link and len(change.link) <= _LINK else ""
    note = f"\n> {one_line(change.note, _NOTE)}" if change.note else ""
    return f"{change.status.mark} {stamp(change.at, 'd')}{link}{note}"


def _picker(
    item: Item, shown: list[MilestoneChange], zone: str, page: int
) -> ui.Select[ui.LayoutView]:
    """Opens the link and the note of one of them."""
    days = [f"{change.day_in(zone):%Y-%m-%d}" for change in shown]
    return ui.Select(
        custom_id=TIME_PICK(item.id, page),
        placeholder="Link and note of one of them",
        options=[
            discord.SelectOption(
                label=f"{change.status.mark} {day}",
                value=str(change.number),
                description=cut(" ".join(change.note.split()), 100) if change.note else None,
            )
            for day, change in zip(days, shown, strict=True)
        ],
    )
