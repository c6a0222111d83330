"""Dates that a direct message names: what comes near, and what was planned for earlier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.groups.service import Member
from bot.milestones.due import Reminder, Stage
from bot.milestones.values import Status
from cogs.common.panels import Items, button, buttons, row
from cogs.common.text import day_stamp, fit, plural, stamp

_SHOWN = 3
_TITLE = 100
_HEADINGS = {
    Stage.COMING: "**Coming up**",
    Stage.PAST: "**Planned for earlier**. Another day is fine, and so is letting it rest.",
}


def named_rows(
    reminders: Sequence[Reminder], member: Member, delivery_id: int, *, today: date
) -> Items:
    """The rows, each with its act; what does not fit is counted."""
    parts: Items = []
    for stage in Stage:
        named = [reminder for reminder in reminders if reminder.stage is stage]
        if named:
            parts.append(_HEADINGS[stage])
        for reminder in named[:_SHOWN]:
            parts += _rows(reminder, member, delivery_id, today)
        if len(named) > _SHOWN:
            parts.append(f"and {len(named) - _SHOWN} more in `/milestone list`")
    return parts


def _rows(reminder: Reminder, member: Member, delivery_id: int, today: date) -> Items:
    item = reminder.item
    about = member.guild_id, delivery_id
    text = f"{item.status.mark} *{fit(item.title, _TITLE)}*"
    if item.change and not item.status.is_open:
        text += f" · {item.status.value} {stamp(item.change.at, 'd')}"
        if item.status is Status.DONE:
            text += "\n`/win share` tells the group, if you like."
        return [row(text, button("Undo", "reminder:undo", *about, item.number, item.id))]
    text += f" · {_when(item.due, member.zone, today)}"
    done = button("Done", "reminder:done", *about, item.id)
    if reminder.stage is Stage.COMING:
        return [row(text, done)]
    return [text, buttons(button("New date", "reminder:date", *about, item.id), done)]


def _when(due: date | None, zone: str, today: date) -> str:
    if due is None:
        return "no date now"
    days = (due - today).days
    if days < 0:
        return f"planned for {day_stamp(due, zone)}"
    when = f"in {plural(days, 'day')}" if days else "today"
    return f"due {when} ({day_stamp(due, zone)})"
