"""A day's prompt and ``/today``, as panels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import discord
from discord import ui

from bot.groups.values import Member
from bot.inputs.dates import say_date, say_weekdays
from bot.inputs.times import say_time
from bot.plans.values import Tip
from bot.routine.values import TOLD_IN_FULL, EntryOutcome, PromptDay, Today
from bot.routine.week_values import week_of
from cogs.common.daily_message import DailyLine
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, component_count, line, row
from cogs.common.rest_text import resting
from cogs.common.text import escape, fit, link_to, one_line, stamp
from cogs.routine.routes import (
    DAYS,
    DONE,
    NOTE,
    ON_TODAY,
    RETRY,
    SKIP,
    SNOOZE,
    START,
    STOP,
    WEEK,
    origin_of,
)

ACCENT = 0x10B981

# What fits a message even at its fullest.
_TITLE, _TEXT, _NOTE, _TIP, _PLANNED = 100, 800, 300, 200, 300
_SHOWN_RESOURCES = 2
_SHOWN_LINES, _MOST_LINES = 3, 6
"""So many lines of a daily message stand under one heading, and under all of them."""
# The container, the line above what is kept; below it the last row of buttons, small print.
_AROUND_KEPT = 5
_MOST_COMPONENTS = 40

_FOLLOWS_UP = "-# Asked once more today, as you chose: *Nudges* in `/me`."

_PRIMARY = discord.ButtonStyle.primary

Row = ui.ActionRow[ui.LayoutView]


def message_panel(
    day: PromptDay,
    lines: Sequence[DailyLine[Any]],
    *,
    asks: bool,
    delivery_id: int,
    group_name: str,
    now: datetime,
    follows_up: bool = False,
) -> Panel:
    """The direct message: what to do and what to ask yourself come first, then the buttons.

    The lines that features add stand below, or alone where there is nothing to ask.
    """
    origin = origin_of(delivery_id)
    added = _line_rows(lines)
    if asks:
        parts: Items = [
            "\n".join((*_task(day), *_state(day, now))),
            *([_FOLLOWS_UP] if follows_up else []),
            *([_tip(day.tip)] if day.tip else []),
            _acts(day, origin, can_snooze=day.entry is None and day.member.today(now) == day.date),
            *_look_back(day, now),
            *([line()] if added else []),
            *added,
        ]
    else:
        parts = [*added, buttons(_stop(day, origin))]
    return Panel(ACCENT, *parts, small_print=_why(day, group_name))


def stopped_panel(member: Member, group_name: str) -> Panel:
    """What *Stop* leaves behind."""
    return Panel(
        ACCENT,
        f"**Prompts are off.** Nothing more comes from *{escape(group_name)}*. What you logged "
        "stays, and `/today` works whenever you like.",
        buttons(button("Start again", START(member.guild_id))),
    )


def started_panel(next_at: datetime | None) -> Panel:
    """What *Start again* answers."""
    return Panel(ACCENT, f"**Prompts are on.** {_next(next_at)}")


def today_panel(today: Today, added: Items, *, now: datetime) -> Panel:
    """Today's prompt with its buttons, what comes next, and what did not arrive.

    ``added`` are the rows of other features.
    """
    day, member = today.day, today.day.member
    parts: Items = [f"**Today** · {say_date(day.date)}"]
    parts += _hindrances(member, today.next_at, now)
    if day.prompt is None:
        parts.append("The plan leaves today free. Rest is part of it.")
    else:
        own = day.date.weekday() in member.weekdays
        free = () if own else ("Not one of your days, so nothing is due. If you like:",)
        parts.append("\n".join((*free, *_task(day), *_state(day, now))))
        parts.append(_acts(day, ON_TODAY, can_snooze=today.can_snooze))
        parts += _look_back(day, now)
    parts += added
    parts += _kept_rows(today.undelivered, parts)
    parts.append(buttons(button("Active days", DAYS(member.guild_id))))
    return Panel(ACCENT, *parts, small_print=f"{_next(today.next_at)} {ONLY_YOU}")


def looks_back(day: PromptDay) -> bool:
    """Whether the plan gives the day to looking back on the week."""
    return day.prompt is not None and day.prompt.topic == "reflect"


def _look_back(day: PromptDay, now: datetime) -> Items:
    """The way to the week's form, while it is that week."""
    week = week_of(day.date)
    if not looks_back(day) or week != week_of(day.member.today(now)):
        return []
    return [buttons(button("Look back on the week", WEEK(day.member.guild_id, week)))]


def _task(day: PromptDay) -> list[str]:
    assert day.prompt is not None, "only days with a prompt are shown as one"
    lines = [f"**{fit(day.prompt.title, _TITLE)}** · {fit(day.prompt.text, _TEXT)}"]
    if day.planned:
        lines.append(f"You planned: {fit(' '.join(day.planned.split()), _PLANNED)}")
    links = [
        link_to(fit(resource.title, _TITLE), resource.url)
        if resource.url
        else fit(resource.title, _TITLE)
        for resource in day.resources[:_SHOWN_RESOURCES]
    ]
    return [*lines, f"-# With {' · '.join(links)}"] if links else lines


def _tip(tip: Tip) -> str:
    return f"-# Tip: **{fit(tip.title, _TITLE)}** · {fit(tip.text, _TIP)}"


def _state(day: PromptDay, now: datetime) -> list[str]:
    lines = []
    if day.member.today(now) != day.date:
        lines.append(f"This one was for {say_date(day.date)}.")
    if day.entry is not None:
        done = day.entry.outcome is EntryOutcome.DONE
        lines.append(f"{'● Done' if done else '⊘ Skipped'} · {stamp(day.entry.answered_at)}")
        if day.entry.note:
            lines.append(f"> {fit(' '.join(day.entry.note.split()), _NOTE)}")
    elif day.snoozed_until is not None:
        lines.append(f"Snoozed: I ask again at {stamp(day.snoozed_until, 't')}.")
    return lines


def _acts(day: PromptDay, origin: str, *, can_snooze: bool) -> Row:
    about = day.member.guild_id, day.date, origin
    outcome = None if day.entry is None else day.entry.outcome
    acts = []
    if outcome is None:
        acts.append(button("Done", DONE(*about), style=_PRIMARY))
        if can_snooze:
            acts.append(button("Snooze", SNOOZE(*about)))
        acts.append(button("Skip", SKIP(*about)))
    else:
        acts.append(button("Note", NOTE(*about)))
        if outcome is EntryOutcome.SKIPPED:
            acts.append(button("Done after all", DONE(*about)))
        else:
            acts.append(button("Skip instead", SKIP(*about)))
    if not day.member.prompts_stopped:
        acts.append(_stop(day, origin))
    return buttons(*acts)


def _stop(day: PromptDay, origin: str) -> ui.Button[ui.LayoutView]:
    return button("Stop", STOP(day.member.guild_id, day.date, origin))


def _hindrances(member: Member, next_at: datetime | None, now: datetime) -> Items:
    """Why no prompt comes by itself, each with what ends it."""
    rows: Items = []
    if member.prompts_stopped:
        rows.append(row("⏸ Prompts are off.", button("Start again", START(member.guild_id))))
    elif rests := resting(member, now):
        if member.in_pause(member.today(now)):
            rows.append(row(rests, button("Resume", START(member.guild_id))))
        else:
            rows.append(rests)
    if member.dms_on_trial:
        when = f"with the next prompt, {stamp(next_at, 'F')}" if next_at else "once prompts come"
        rows.append(
            f"Your direct messages were closed for me. I try again {when}, and say this until one "
            "has arrived."
        )
    elif member.dms_refused:
        rows.append(
            row(
                "Your direct messages are closed for me, so prompts wait here. Open them in the "
                "server's *Privacy Settings*, then press *Try again*.",
                button("Try again", RETRY(member.guild_id)),
            )
        )
    return rows


def _kept_rows(kept: Sequence[PromptDay], above: Items) -> Items:
    """As many as a message has room for; the others come up as these are answered."""
    if not kept:
        return []
    room = _MOST_COMPONENTS - component_count(above) - _AROUND_KEPT
    first, *others = kept[: max(1, room // component_count([_kept(kept[0])]))]
    # The heading in the first one's text: at its fullest, a message has no component to spare.
    heading = "**Kept for you**, since I could not bring it in time"
    left = len(kept) - 1 - len(others)
    heading += f". As you answer these, {left} more will show\n" if left else "\n"
    return [line(), _kept(first, heading), *map(_kept, others)]


def _kept(day: PromptDay, heading: str = "") -> ui.Section[ui.LayoutView]:
    assert day.prompt is not None
    return row(
        f"{heading}**{fit(day.prompt.title, _TITLE)}** · {say_date(day.date)}",
        button("Done", DONE(day.member.guild_id, day.date, ON_TODAY)),
    )


def _line_rows(lines: Iterable[DailyLine[Any]]) -> Items:
    """The lines by heading, the most urgent first; what does not fit is counted."""
    by_heading: dict[str, list[DailyLine[Any]]] = {}
    for each in sorted(lines, key=lambda each: (each.urgency, each.due)):
        by_heading.setdefault(each.heading, []).append(each)
    parts: Items = []
    left = _MOST_LINES
    for heading, under in by_heading.items():
        parts.append(heading)
        shown = under[: min(left, _SHOWN_LINES)]
        for each in shown:
            parts += each.rows
        left -= len(shown)
        if len(under) > len(shown):
            parts.append(f"and {len(under) - len(shown)} more in {under[-1].more_in}")
    return parts


def _next(next_at: datetime | None) -> str:
    if next_at is None:
        return "No prompt is planned."
    return f"Next prompt: {stamp(next_at, 'F')}."


def _why(day: PromptDay, group_name: str) -> str:
    """Who sends it, why, and what ends it; whoever has had three knows the most of it."""
    if day.had_before >= TOLD_IN_FULL:
        return f"*{one_line(group_name, 24)}* · *Stop* ends prompts, `/me` changes them."
    member = day.member
    zone = member.zone.rpartition("/")[2].replace("_", " ")
    return (
        f"You joined *{escape(group_name)}*: prompts come {say_weekdays(member.weekdays)} at "
        f"{say_time(member.prompt_at)}, {zone} time. *Stop* ends them at once, `/me` changes them."
    )
