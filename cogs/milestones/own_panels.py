"""What becomes of own milestones, own dates and hidden ones, as panels."""

from __future__ import annotations

import discord

from bot.milestones.own import DroppedOwn
from bot.milestones.values import MilestoneOutcome
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons
from cogs.common.text import day_stamp, escape, plural
from cogs.milestones.item_panels import item_panel
from cogs.milestones.routes import DROP_SURE, OPEN, RESTORE
from cogs.milestones.style import ACCENT
from cogs.milestones.texts import due_word

_DANGER = discord.ButtonStyle.danger


def added_panel(outcome: MilestoneOutcome, rows: Items) -> Panel:
    """What was added, and where it counts; ``rows`` stand below."""
    title = f"*{escape(outcome.item.title)}*"
    if outcome.item.is_step:
        said = f"Added: {title}, as a step. Steps show as progress of their milestone."
    elif outcome.section.is_own:
        said = f"Added: {title}, beside the plan. Only you have it."
    else:
        said = f"Added: {title}. It counts in your block {outcome.section.number}."
    return item_panel(outcome.board, outcome.item, said, rows=rows)


def dated_panel(outcome: MilestoneOutcome, rows: Items) -> Panel:
    """By when it is due now; ``rows`` stand below."""
    item = outcome.item
    title = f"*{escape(item.title)}*"
    if item.due is None:
        said = f"{title} has no date now."
    else:
        on = day_stamp(item.due, outcome.board.zone)
        if item.own_due is None:
            said = f"{title} has the plan's date again: {on}."
        else:
            said = f"{title} is {due_word(outcome.board, item.due)} {on} now, for you alone."
    return item_panel(outcome.board, item, said, rows=rows)


def hidden_panel(outcome: MilestoneOutcome) -> Panel:
    """What hiding did, or bringing back."""
    title = f"*{escape(outcome.item.title)}*"
    if not outcome.item.hidden:
        said = f"{title} is back on your board, as it stood."
    elif outcome.changed:
        said = f"Hidden: {title}. It is in none of your lists and counts; the group keeps it."
    else:
        said = f"Nothing to change: you hide {title} already."
    return item_panel(outcome.board, outcome.item, said)


def ask_drop_panel(found: DroppedOwn) -> Panel:
    """Asks once more before an own milestone goes."""
    steps = plural(found.steps, "step")
    with_steps = f", with the {steps} below it" if found.steps else ""
    return Panel(
        ACCENT,
        f"**Drop** *{escape(found.item.title)}*{with_steps}?\nIt leaves your list and your counts.",
        buttons(
            button("Drop", DROP_SURE(found.item.id), style=_DANGER),
            button("Keep", OPEN(found.item.id)),
        ),
        small_print=ONLY_YOU,
    )


def dropped_panel(found: DroppedOwn) -> Panel:
    """What a drop removed, with the way back."""
    steps = f", and {plural(found.steps, 'step')} with it" if found.steps else ""
    return Panel(
        ACCENT,
        f"Dropped: *{escape(found.item.title)}*{steps}.",
        buttons(button("Bring back", RESTORE(found.item.id))),
        small_print=ONLY_YOU,
    )
