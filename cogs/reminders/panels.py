"""How a named date reads in a daily message."""

from __future__ import annotations

from datetime import date

from bot.groups.values import Member
from bot.milestones.values import Status
from bot.reminders.values import Reminder, ReminderKey, Stage
from cogs.common.daily_message import DailyLine, Urgency
from cogs.common.panels import Items, button, buttons, row
from cogs.common.text import day_stamp, fit, in_days, stamp
from cogs.reminders.routes import COUNT, DATE, DONE, UNDO

_TITLE = 100
_PAST = "**Planned for earlier**. Another day is fine, and so is letting it rest."
_URGENCIES = {
    Stage.TODAY: Urgency.AHEAD,
    Stage.COMING: Urgency.AHEAD,
    Stage.PAST: Urgency.PAST,
}


def reminder_line(
    reminder: Reminder, member: Member, delivery_id: int, *, today: date
) -> DailyLine[ReminderKey]:
    """What comes near, or was planned for earlier, with its act."""
    return DailyLine(
        key=reminder.key,
        heading=_PAST if reminder.stage is Stage.PAST else "",
        rows=_rows(reminder, member, delivery_id, today),
        urgency=_URGENCIES[reminder.stage],
        due=reminder.due,
        more_in="`/milestone list`",
        worth_a_message=True,
        about=reminder.item.id,
    )


def _rows(reminder: Reminder, member: Member, delivery_id: int, today: date) -> Items:
    item, guild_id = reminder.item, member.guild_id
    text = f"{item.status.mark} *{fit(item.dated_title, _TITLE)}*"
    if item.occurrences:
        text += f" · {item.occurrences.now}"
    if item.change and not item.status.is_open:
        text += f" · {item.status.value} {stamp(item.change.at, 'd')}"
        if item.status is Status.DONE:
            text += "\n`/win share` tells the group, if you like."
        return [row(text, button("Undo", UNDO(guild_id, delivery_id, item.number, item.id)))]
    text += f" · {_when(item.due, member, today)}"
    done = button("Done", DONE(guild_id, delivery_id, item.id))
    if item.occurrences:
        done = button("Done", COUNT(guild_id, delivery_id, item.number, item.id))
    if reminder.stage is not Stage.PAST:
        return [row(text, done)]
    return [text, buttons(button("New date", DATE(guild_id, delivery_id, item.id)), done)]


def _when(due: date | None, member: Member, today: date) -> str:
    if due is None:
        return "no date now"
    if due < today or member.rests_on(today):
        return f"planned for {day_stamp(due, member.zone)}"
    return f"due {in_days((due - today).days)} ({day_stamp(due, member.zone)})"
