"""What actions look like: a row each, in the summary, in the list, and when a retro opens."""

from __future__ import annotations

from enum import StrEnum

import discord
from discord import ui

from bot.retros.actions import Action, Change
from bot.retros.models import ActionStatus
from bot.retros.service import Retro
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
from cogs.common.text import day_stamp, escape, plural

_A_PAGE = 8
_REVIEWED_A_PAGE = 5
_SHOWN_AT_OPENING = 5
_MARKS = {ActionStatus.OPEN: "○", ActionStatus.DONE: "●", ActionStatus.DROPPED: "⊘"}


class Place(StrEnum):
    """The panel in which an action's button stands, and which is shown again after a press.

    Its key is the page of a list, or the retro of a summary or a review.
    """

    LIST = "list"
    SUMMARY = "summary"
    REVIEW = "review"


def action_line(action: Action, zone: str) -> str:
    """An action in two lines: mark and text, owner and due date."""
    due = day_stamp(action.due_on, zone)
    return f"{_MARKS[action.status]} **{escape(action.text)}**\n<@{action.owner_id}> · due {due}"


def action_row(action: Action, zone: str, place: Place, key: int) -> ui.Section[ui.LayoutView]:
    """An action and its one act: done, or undo."""
    if action.is_open:
        act = button("Done", "action:done", action.id, place, key)
    else:
        act = button("Undo", "action:undo", action.id, place, key)
    return row(action_line(action, zone), act)


def unfinished(actions: list[Action], zone: str) -> str:
    """What is still open when a retro opens, in a few lines."""
    shown = [action_line(action, zone) for action in actions[:_SHOWN_AT_OPENING]]
    heading = f"**Unfinished from before** · {plural(len(actions), 'action')}"
    if len(actions) > len(shown):
        shown.append(f"and {len(actions) - len(shown)} more: *Review* has them all.")
    return "\n".join((heading, *shown))


def list_panel(actions: list[Action], zone: str, page: int) -> Panel:
    """The group's actions, for one person."""
    shown, page, pages = page_of(actions, page, _A_PAGE)
    still_open = sum(action.is_open for action in actions)
    heading = f"**Actions** · {still_open} open"
    if not actions:
        heading += "\nNone yet. They come out of a retro: what will be done, by whom, until when."
    rows: Items = [action_row(action, zone, Place.LIST, page) for action in shown]
    return Panel(
        Accent.RETROS,
        heading,
        *rows,
        line(),
        buttons(
            *pager("action:page", page=page, pages=pages),
            button("Add action", "action:add", 0),
        ),
        small_print=f"Its owner marks an action done, or an organiser. {ONLY_YOU}",
    )


def review_panel(actions: list[Action], retro: Retro, zone: str, page: int) -> Panel:
    """Asks about each action that was unfinished when ``retro`` opened: keep, done or drop."""
    shown, page, pages = page_of(actions, page, _REVIEWED_A_PAGE)
    left = sum(action.is_open for action in actions)
    heading = f"**Unfinished actions** · {left}\n"
    heading += "What becomes of each?" if left else "Nothing is left open. A clean start."
    items: Items = [heading]
    for action in shown:
        kept = action.is_open and action.kept_in_retro_id == retro.id
        items.append(action_line(action, zone) + (" · kept" if kept else ""))
        items.append(buttons(*_decisions(action, retro, kept)))
    turns = pager("action:reviewpage", retro.id, page=page, pages=pages)
    if turns:
        items.append(buttons(*turns))
    small_print = f"Its owner decides, or an organiser. {ONLY_YOU}"
    return Panel(Accent.RETROS, *items, small_print=small_print)


def changed_panel(change: Change, zone: str) -> Panel:
    """The answer to an act by command."""
    text = "" if change.changed else "It was so already.\n"
    item = action_row(change.action, zone, Place.LIST, 0)
    return Panel(Accent.RETROS, *([text] if text else []), item, small_print=ONLY_YOU)


def added_panel(action: Action, zone: str) -> Panel:
    """The answer to a new action."""
    text = f"Noted. `/action list` has it too.\n{action_line(action, zone)}"
    return Panel(Accent.RETROS, text, small_print=ONLY_YOU)


def _decisions(action: Action, retro: Retro, kept: bool) -> list[ui.Button[ui.LayoutView]]:
    keys = (action.id, Place.REVIEW, retro.id)
    if not action.is_open:
        return [button("Undo", "action:undo", *keys)]
    return [
        button("Keep", "action:keep", *keys, disabled=kept),
        button("Done", "action:done", *keys),
        button("Drop", "action:drop", *keys, style=discord.ButtonStyle.danger),
    ]
