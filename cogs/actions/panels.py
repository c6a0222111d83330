"""What actions look like: in the list, when a retro opens, and in its summary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import discord
from discord import ui

from bot.actions.rules import MAX_ACTION
from bot.actions.values import Action, ActionChange, ActionReview
from bot.reminders.values import ReminderKey
from cogs.actions.routes import (
    ADD,
    DONE,
    DROP,
    KEEP,
    LIST_PAGE,
    NAMED_DONE,
    NAMED_UNDO,
    REVIEW,
    REVIEW_PAGE,
    UNDO,
    Place,
)
from cogs.common.daily_message import ON_TODAY, DailyLine, Urgency
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
from cogs.common.text import day_stamp, escape, fit, in_days, plural

ACCENT = 0xF59E0B
_A_PAGE = 8
_REVIEWED_A_PAGE = 5
_SHOWN_AT_OPENING = 5
_SHOWN_IN_SUMMARY = 5
_SHOWN_ON_TODAY = 2
_TITLE = 200


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
    """An action in two lines: mark and text, owner and date; the owner may be in a pause."""
    by = day_stamp(action.due_on, action.zone)
    return f"{action.status.mark} **{escape(action.text)}**\n<@{action.owner_id}> · by {by}"


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
        heading += f"\nThe first {len(shown)} by date; `/action list` has them all."
    rows: Items = [action_row(action, Place.SUMMARY, retro_id) for action in shown]
    add = button("Add action", ADD(retro_id), style=discord.ButtonStyle.primary)
    return PanelAddition(rows=[heading, *rows], acts=[add], is_empty=not actions)


def daily_line(
    action: Action, key: ReminderKey, delivery_id: int, *, today: date, rests: bool = False
) -> DailyLine[ReminderKey]:
    """An action in its owner's daily message; while they rest, it is not called due."""
    keys = action.guild_id, delivery_id, action.id
    act = button("Done", NAMED_DONE(*keys)) if action.is_open else button("Undo", NAMED_UNDO(*keys))
    days, on = (action.due_on - today).days, day_stamp(action.due_on, action.zone)
    is_due = action.is_open and days >= 0 and not rests
    when = f"due {in_days(days)} ({on})" if is_due else f"by {on}"
    text = f"{action.status.mark} Your action: *{fit(action.text, _TITLE)}* · {when}"
    return DailyLine(
        key=key,
        rows=[row(text, act)],
        urgency=Urgency.AHEAD,
        due=action.due_on,
        more_in="`/action list`",
        worth_a_message=True,
    )


def due_rows(actions: Sequence[Action]) -> Items:
    """For ``/today``: what its owner has taken on and is due, with its act."""
    if not actions:
        return []
    texts = [
        f"{each.status.mark} {fit(each.text, _TITLE)}, {day_stamp(each.due_on, each.zone)}"
        for each in actions[:_SHOWN_ON_TODAY]
    ]
    texts[0] = f"**Your actions**\n{texts[0]}"
    if len(actions) > _SHOWN_ON_TODAY:
        texts[-1] += f"\nand {len(actions) - _SHOWN_ON_TODAY} more in `/action list`"
    return [
        row(text, button("Done", NAMED_DONE(each.guild_id, ON_TODAY, each.id)))
        for text, each in zip(texts, actions, strict=False)
    ]


def standing(actions: Sequence[Action], *, is_due: bool) -> str:
    """For ``/me``: how much its owner has taken on; empty for nothing."""
    if not actions:
        return ""
    text = f"{plural(len(actions), 'action')} of yours in `/action list`"
    first = actions[0]
    return f"{text}, next due {day_stamp(first.due_on, first.zone)}" if is_due else text


def _decisions(action: Action, retro_id: int, kept: bool) -> list[ui.Button[ui.LayoutView]]:
    keys = (action.id, Place.REVIEW, retro_id)
    if not action.is_open:
        return [button("Undo", UNDO(*keys))]
    return [
        button("Keep", KEEP(*keys), disabled=kept),
        button("Done", DONE(*keys)),
        button("Drop", DROP(*keys), style=discord.ButtonStyle.danger),
    ]
