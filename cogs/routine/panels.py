"""A day's prompt and ``/today``, as panels."""

from __future__ import annotations

from datetime import date, datetime

import discord
from discord import ui

from bot.groups.service import Member
from bot.inputs.dates import say_date, say_weekdays
from bot.inputs.times import say_time
from bot.routine.service import Day, Message, Outcome, Today
from cogs.common.collisions import collision_row
from cogs.common.panels import ONLY_YOU, Accent, Items, Panel, button, buttons, line, row
from cogs.common.text import day_stamp, escape, fit, stamp
from cogs.routine.reminder_panels import named_rows

TODAY = "today"
"""The origin of buttons on ``/today``; a message of its own has ``d`` and its delivery's id."""

STOP = "routine:stop"

# What fits a message even at its fullest.
_TITLE, _TEXT, _NOTE = 100, 800, 300
_SHOWN_RESOURCES, _SHOWN_DUE = 2, 3

_PRIMARY = discord.ButtonStyle.primary

Row = ui.ActionRow[ui.LayoutView]


def keys(day: Day, origin: str) -> tuple[int, date, str]:
    """The keys of a prompt's buttons. Those of its *Stop* stand on no other message."""
    return day.member.guild_id, day.date, origin


def message_panel(message: Message, *, delivery_id: int, group_name: str, now: datetime) -> Panel:
    """The direct message: what to do and what to ask yourself come first, then the buttons.

    Dates to name stand below, or alone where there is nothing to ask.
    """
    day, origin = message.day, origin_of(delivery_id)
    named = named_rows(message.reminders, day.member, delivery_id, today=day.member.today(now))
    if message.asks:
        parts: Items = [
            "\n".join((*_task(day), *_state(day, now))),
            _acts(day, origin, can_snooze=day.entry is None and day.member.today(now) == day.date),
            *([line()] if named else []),
            *named,
        ]
    else:
        parts = [*named, buttons(_stop(day, origin))]
    return Panel(Accent.ROUTINE, *parts, small_print=_why(day.member, group_name))


def origin_of(delivery_id: int) -> str:
    """How buttons name the message of a delivery."""
    return f"d{delivery_id}"


def delivery_in(origin: str) -> int | None:
    """The delivery of the message that buttons name; None on ``/today``."""
    return None if origin == TODAY else int(origin.removeprefix("d"))


def stopped_panel(member: Member, group_name: str) -> Panel:
    """What *Stop* leaves behind."""
    return Panel(
        Accent.ROUTINE,
        f"**Prompts are off.** Nothing more comes from *{escape(group_name)}*. What you logged "
        "stays, and `/today` works whenever you like.",
        buttons(button("Start again", "routine:start", member.guild_id)),
    )


def started_panel(today: Today) -> Panel:
    """What *Start again* answers."""
    return Panel(Accent.ROUTINE, f"**Prompts are on.** {_next(today)}")


def today_panel(today: Today, *, now: datetime) -> Panel:
    """Today's prompt with its buttons, what comes next, and what closed DMs kept back."""
    day, member = today.day, today.day.member
    parts: Items = [f"**Today** · {say_date(day.date)}"]
    parts += _hindrances(member, now)
    if day.prompt is None:
        parts.append("The plan leaves today free. Rest is part of it.")
    else:
        own = day.date.weekday() in member.weekdays
        free = () if own else ("Not one of your days, so nothing is due. If you like:",)
        parts.append("\n".join((*free, *_task(day), *_state(day, now))))
        parts.append(_acts(day, TODAY, can_snooze=today.can_snooze))
    if today.due:
        parts += [line(), _due(today)]
    parts += collision_row(member.guild_id, today.colliding)
    if today.held:
        parts += [line(), "**Kept for you** while your direct messages were closed"]
        parts += [_held(held) for held in today.held]
    parts.append(buttons(button("Active days", "routine:days", member.guild_id)))
    return Panel(Accent.ROUTINE, *parts, small_print=f"{_next(today)} {ONLY_YOU}")


def _task(day: Day) -> list[str]:
    assert day.prompt is not None, "only days with a prompt are shown as one"
    lines = [f"**{fit(day.prompt.title, _TITLE)}** · {fit(day.prompt.text, _TEXT)}"]
    links = [
        f"[{fit(resource.title, _TITLE)}](<{resource.url}>)"
        if resource.url
        else fit(resource.title, _TITLE)
        for resource in day.resources[:_SHOWN_RESOURCES]
    ]
    return [*lines, f"-# With {' · '.join(links)}"] if links else lines


def _state(day: Day, now: datetime) -> list[str]:
    lines = []
    if day.member.today(now) != day.date:
        lines.append(f"This one was for {say_date(day.date)}.")
    if day.entry is not None:
        done = day.entry.outcome is Outcome.DONE
        lines.append(f"{'● Done' if done else '⊘ Skipped'} · {stamp(day.entry.answered_at)}")
        if day.entry.note:
            lines.append(f"> {fit(' '.join(day.entry.note.split()), _NOTE)}")
    elif day.snoozed_until is not None:
        lines.append(f"Snoozed: I ask again at {stamp(day.snoozed_until, 't')}.")
    return lines


def _acts(day: Day, origin: str, *, can_snooze: bool) -> Row:
    about = keys(day, origin)
    outcome = None if day.entry is None else day.entry.outcome
    acts = []
    if outcome is None:
        acts.append(button("Done", "routine:done", *about, style=_PRIMARY))
        if can_snooze:
            acts.append(button("Snooze", "routine:snooze", *about))
        acts.append(button("Skip", "routine:skip", *about))
    else:
        acts.append(button("Note", "routine:note", *about))
        if outcome is Outcome.SKIPPED:
            acts.append(button("Done after all", "routine:done", *about))
        else:
            acts.append(button("Skip instead", "routine:skip", *about))
    if not day.member.prompts_stopped:
        acts.append(_stop(day, origin))
    return buttons(*acts)


def _stop(day: Day, origin: str) -> ui.Button[ui.LayoutView]:
    return button("Stop", STOP, *keys(day, origin))


def _hindrances(member: Member, now: datetime) -> Items:
    """Why no prompt comes by itself, each with what ends it."""
    rows: Items = []
    if member.prompts_stopped:
        rows.append(
            row("⏸ Prompts are off.", button("Start again", "routine:start", member.guild_id))
        )
    elif member.paused(now) and member.paused_until is not None:
        rows.append(
            row(
                f"⏸ Paused until {say_date(member.paused_until)}. Nothing is due.",
                button("Resume", "routine:start", member.guild_id),
            )
        )
    if member.dms_refused:
        rows.append(
            row(
                "Your direct messages are closed for me, so prompts wait here. Open them in the "
                "server's *Privacy Settings*, then press *Try again*.",
                button("Try again", "routine:retry", member.guild_id),
            )
        )
    return rows


def _due(today: Today) -> str:
    zone = today.day.member.zone
    lines = [
        f"{item.status.mark} {fit(item.title, _TITLE)}, {day_stamp(item.due, zone)}"
        for item in today.due[:_SHOWN_DUE]
        if item.due is not None
    ]
    more = len(today.due) - len(lines)
    if more:
        lines.append(f"and {more} more in `/milestone list`")
    return "\n".join(("**Due by now or within a week**", *lines))


def _held(day: Day) -> ui.Section[ui.LayoutView]:
    assert day.prompt is not None
    return row(
        f"**{fit(day.prompt.title, _TITLE)}** · {say_date(day.date)}",
        button("Done", "routine:done", day.member.guild_id, day.date, TODAY),
    )


def _next(today: Today) -> str:
    if today.next_at is None:
        return "No prompt is planned."
    return f"Next prompt: {stamp(today.next_at, 'F')}."


def _why(member: Member, group_name: str) -> str:
    zone = member.zone.rpartition("/")[2].replace("_", " ")
    return (
        f"You joined *{escape(group_name)}*: prompts come {say_weekdays(member.weekdays)} at "
        f"{say_time(member.prompt_at)}, {zone} time. *Stop* ends them at once, `/me` changes them."
    )
