"""What actions look like: in the list, when a retro opens, and in its summary."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.actions.rules import MAX_ACTION
from bot.actions.values import Action, ActionChange, ActionReview
from cogs.actions.routes import (
    ADD,
    DONE,
    DROP,
    KEEP,
    LIST_PAGE,
    REVIEW,
    REVIEW_PAGE,
    UNDO,
    Place,
)
from cogs.common.feature import PanelAddition
from cogs.common.forms import Form, person_field, text_field
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
from cogs.common.text import day_stamp, escape, plural

ACCENT = 0xF59E0B
_A_PAGE = 8
_REVIEWED_A_PAGE = 5
_SHOWN_AT_OPENING = 5
_SHOWN_IN_SUMMARY = 5


def action_form(retro_id: int) -> Form:
    """A new action; ``retro_id`` is 0 for one that came of no retro."""
    return Form(
        "New action",
        ADD(retro_id),
        fields=[
            text_field(
                "text",
                "What will be done",
                example="Move the Thursday call to 19:00",
                max_length=MAX_ACTION,
            ),
            person_field("owner", "Owner", hint="A member of the study group"),
            text_field(
                "due",
                "Due date",
                hint="A date, a weekday, or a few words",
                example="2026-12-18, friday, in 2 weeks",
                max_length=40,
            ),
        ],
    )


def action_line(action: Action) -> str:
    """An action in two lines: mark and text, owner and due date."""
    due = day_stamp(action.due_on, action.zone)
    return f"{action.status.mark} **{escape(action.text)}**\n<@{action.owner_id}> · due {due}"


def action_row(action: Action, place: Place, key: int) -> ui.Section[ui.LayoutView]:
    """An action and its one act: done, or undo."""
    if action.is_open:
        act = button("Done", DONE(action.id, place, key))
    else:
        act = button("Undo", UNDO(action.id, place, key))
    return row(action_line(action), act)


def list_panel(actions: list[Action], page: int) -> Panel:
    """The group's actions, for one person."""
    shown, page, pages = page_of(actions, page, _A_PAGE)
    still_open = sum(action.is_open for action in actions)
    heading = f"**Actions** · {still_open} open"
    if not actions:
        heading += "\nNone yet. They come out of a retro: what will be done, by whom, until when."
    rows: Items = [action_row(action, Place.LIST, page) for action in shown]
    return Panel(
        ACCENT,
        heading,
        *rows,
        line(),
        buttons(
            *page_buttons(LIST_PAGE, page=page, pages=pages),
            button("Add action", ADD(0)),
        ),
        small_print=f"Its owner marks an action done, or an organiser. {ONLY_YOU}",
    )


def review_panel(review: ActionReview, page: int) -> Panel:
    """Asks about each action that was unfinished when the retro opened: keep, done or drop."""
    retro_id = review.retro.id
    shown, page, pages = page_of(review.actions, page, _REVIEWED_A_PAGE)
    left = sum(action.is_open for action in review.actions)
    heading = f"**Unfinished actions** · {left}\n"
    heading += "What becomes of each?" if left else "Nothing is left open. A clean start."
    items: Items = [heading]
    for action in shown:
        kept = action.is_open and action.kept_in_retro_id == retro_id
        items.append(action_line(action) + (" · kept" if kept else ""))
        items.append(buttons(*_decisions(action, retro_id, kept)))
    turns = page_buttons(lambda to: REVIEW_PAGE(retro_id, to), page=page, pages=pages)
    if turns:
        items.append(buttons(*turns))
    small_print = f"Its owner decides, or an organiser. {ONLY_YOU}"
    return Panel(ACCENT, *items, small_print=small_print)


def changed_panel(change: ActionChange) -> Panel:
    """The answer to an act by command."""
    text = "" if change.changed else "It was so already.\n"
    item = action_row(change.action, Place.LIST, 0)
    return Panel(ACCENT, *([text] if text else []), item, small_print=ONLY_YOU)


def added_panel(action: Action) -> Panel:
    """The answer to a new action."""
    text = f"Noted. `/action list` has it too.\n{action_line(action)}"
    return Panel(ACCENT, text, small_print=ONLY_YOU)


def unfinished(actions: Sequence[Action], retro_id: int) -> PanelAddition:
    """For a retro's panel: what is still open, in a few lines."""
    if not actions:
        return PanelAddition()
    shown = [action_line(action) for action in actions[:_SHOWN_AT_OPENING]]
    heading = f"**Unfinished from before** · {plural(len(actions), 'action')}"
    if len(actions) > len(shown):
        shown.append(f"and {len(actions) - len(shown)} more: *Review* has them all.")
    review = button("Review", REVIEW(retro_id))
    return PanelAddition(rows=["\n".join((heading, *shown))], acts=[review])


def decided(actions: Sequence[Action], retro_id: int) -> PanelAddition:
    """For a retro's summary: what came of it, a row each for the first ones."""
    shown = actions[:_SHOWN_IN_SUMMARY]
    heading = f"**Actions** · {len(actions)}"
    if not actions:
        heading += "\nNone yet. What will you change? An action has an owner and a date."
    elif len(actions) > len(shown):
        heading += f"\nThe first {len(shown)} due; `/action list` has them all."
    rows: Items = [action_row(action, Place.SUMMARY, retro_id) for action in shown]
    add = button("Add action", ADD(retro_id), style=discord.ButtonStyle.primary)
    return PanelAddition(rows=[heading, *rows], acts=[add])


def _decisions(action: Action, retro_id: int, kept: bool) -> list[ui.Button[ui.LayoutView]]:
    keys = (action.id, Place.REVIEW, retro_id)
    if not action.is_open:
        return [button("Undo", UNDO(*keys))]
    return [
        button("Keep", KEEP(*keys), disabled=kept),
        button("Done", DONE(*keys)),
        button("Drop", DROP(*keys), style=discord.ButtonStyle.danger),
    ]
