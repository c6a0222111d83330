"""What a member went to, as panels. Data in, panels out."""

from __future__ import annotations

import discord
from discord import ui

from bot.community.values import Attendance, Attended
from bot.inputs.dates import say_date
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
from cogs.common.text import escape, fit, titled_link
from cogs.community.panels import ACCENT
from cogs.community.routes import (
    ATTENDED,
    ATTENDED_PAGE,
    COUNT_ATTENDED,
    DROP_ATTENDED,
    DROP_ATTENDED_FOR_SURE,
)

_ROWS = 8
_NAME = 100
_PRIMARY, _DANGER = discord.ButtonStyle.primary, discord.ButtonStyle.danger


def attended_panel(found: Attendance, page: int = 0, said: str | None = None) -> Panel:
    """All that the member went to, the newest first; ``said`` stands above it."""
    shown, page, pages = page_of(found.events, page, _ROWS)
    heading = "**Where you went**"
    if found.events:
        heading += f" · {found.this_year} this year"
    else:
        heading += "\nNothing noted yet. `/conference attended` takes a name, such as `NeurIPS`."
    turns = page_buttons(ATTENDED_PAGE, page=page, pages=pages)
    rows: Items = [_row(each) for each in shown]
    return Panel(
        ACCENT,
        *([said] if said else []),
        f"{heading}{_plan(found)}",
        *([line(), *rows] if rows else []),
        *([buttons(*turns)] if turns else []),
        small_print=ONLY_YOU,
    )


def event_panel(found: Attendance, event_id: int) -> Panel:
    """One of them, with what can be done."""
    event = found.event(event_id)
    acts = [button("Remove", DROP_ATTENDED(event.id), style=_DANGER)]
    if event.takes_it and found.count is not None:
        count = COUNT_ATTENDED(event.id, found.count.number)
        acts.insert(0, button("Count it", count, style=_PRIMARY))
    link = f"\n{titled_link(event.link)}" if event.link else ""
    return Panel(
        ACCENT,
        f"**{escape(event.name)}** · {event.kind}\n{say_date(event.on)}{link}",
        *([_counted(found, event)] if found.count is not None else []),
        buttons(*acts, button("All", ATTENDED_PAGE(0))),
        small_print=ONLY_YOU,
    )


def ask_drop_panel(event: Attended) -> Panel:
    """Asks once more before it leaves the list."""
    return Panel(
        ACCENT,
        f"**Remove** *{escape(event.name)}*, {say_date(event.on)}, from your list?",
        buttons(
            button("Remove", DROP_ATTENDED_FOR_SURE(event.id), style=_DANGER),
            button("Keep", ATTENDED(event.id)),
        ),
        small_print=ONLY_YOU,
    )


def _row(event: Attended) -> ui.Section[ui.LayoutView]:
    mark = "●" if event.is_counted else "○"
    text = f"{mark} **{fit(event.name, _NAME)}** · {event.kind}\n-# {say_date(event.on)}"
    return row(text, button("Open", ATTENDED(event.id)))


def _plan(found: Attendance) -> str:
    count = found.count
    return "" if count is None else f"\n*{escape(count.title)}*: {count.tally}"


def _counted(found: Attendance, event: Attended) -> str:
    if event.is_counted:
        return f"● Counted.{_plan(found)}"
    if event.takes_it:
        return f"*Count it* puts it into your plan.{_plan(found)}"
    return f"Not counted.{_plan(found)}"
