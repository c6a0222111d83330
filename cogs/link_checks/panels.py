"""The check of links as a panel, for organisers. Data in, panels out."""

from __future__ import annotations

import discord

from bot.inputs.dates import say_date
from bot.inputs.links import host_of
from bot.library.rules import button_key
from bot.link_checks.values import Checks, DeadLink
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
from cogs.common.text import one_line, plural, stamp
from cogs.link_checks.links import DESK, REPLACE
from cogs.link_checks.routes import OFF, ON, OPEN, PAGE

ACCENT = 0x3B82F6
_ROWS, _TITLE, _TROUBLE = 7, 60, 100
_HOW = (
    "Once a week I ask each link of the library whether its page is there, one request a minute "
    "for each site. What fails on two different days is called dead here, and nowhere else."
)


def forbidden_panel(found: Checks) -> Panel:
    """Whoever runs the bot lets nobody have it; what was known before can be deleted."""
    off = [] if found.next_at is None else [button("Switch off", OFF())]
    return Panel(
        ACCENT,
        "**Check of links**\nWhoever runs me lets no links be checked. Members can report dead "
        "ones at `/resources`.",
        buttons(*off, button("Back", DESK(0))),
        small_print=ONLY_YOU,
    )


def checks_panel(found: Checks, page: int = 0, said: str = "") -> Panel:
    """Whether links are checked, when next, and which are called dead."""
    shown, page, pages = page_of(found.dead, page, _ROWS)
    opening: Items = [said, line()] if said else []
    if found.next_at is None:
        switch = button("Switch on", ON(), style=discord.ButtonStyle.primary)
        state = "○ Off. " + _HOW
    else:
        switch = button("Switch off", OFF())
        left = f", {found.waiting:,} to go" if found.waiting else ""
        state = f"● On: {plural(found.links, 'link')}{left}. Next {stamp(found.next_at)}."
    rows: Items = [_row(each) for each in shown]
    none = [] if found.next_at is None else ["No link is called dead."]
    return Panel(
        ACCENT,
        *opening,
        f"**Check of links** · {len(found.dead)} dead\n{state}",
        line(),
        *(rows or none),
        buttons(*page_buttons(PAGE, page=page, pages=pages), switch, button("Back", DESK(0))),
        small_print=f"Organisers see this. {ONLY_YOU}",
    )


def dead_rows(found: Checks) -> Items:
    """For ``/setup``: that links are called dead, if some are."""
    if not found.dead:
        return []
    count = plural(len(found.dead), "link")
    text = f"⊘ {count} of the library {'looks' if len(found.dead) == 1 else 'look'} dead."
    return [row(text, button("Look", OPEN()))]


def _row(link: DeadLink) -> discord.ui.Section[discord.ui.LayoutView]:
    title, host = one_line(link.title, _TITLE), one_line(host_of(link.url), _TITLE)
    why = one_line(link.trouble, _TROUBLE)
    text = f"⊘ **{title}** · {host}\n{why}, last on {say_date(link.failed_on)}"
    return row(text, button("Replace", REPLACE(button_key(link.link_key))))
