"""A day's prompt and ``/today``, as panels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from discord import ui

from bot.groups.values import Member
from bot.inputs.dates import say_date, say_weekdays
from bot.inputs.times import say_time
from bot.routine.values import TOLD_IN_FULL, PromptDay, Today
from bot.routine.week_values import week_of
from cogs.common.daily_message import DailyLine
from cogs.common.panels import (
    MAX_TEXT,
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    component_count,
    line,
    row,
    text_length,
)
from cogs.common.rest_text import resting
from cogs.common.text import escape, fit, one_line, stamp
from cogs.routine.prompt_rows import Words, acts, line_rows, snooze_acts, stop_button, task_rows
from cogs.routine.routes import DAYS, DONE, ON_TODAY, RETRY, START, WEEK, origin_of

ACCENT = 0x10B981

_TITLE = 100
# The container, the line above added lines, the small print; and of text what may be a bit more.
_AROUND_LINES, _SPARE = 3, 50
# The container, the line above what is kept; below it the last row of buttons, small print. Of
# characters, its heading and the small print.
_AROUND_KEPT, _BELOW_KEPT = 5, 300
# As above, with one that is kept, and that there are more rows than fit.
_AROUND_ADDED, _BELOW_ADDED = 10, 600
_MOST_COMPONENTS = 40

_FOLLOWS_UP = "-# Asked once more today, as you chose: *Nudges* in `/me`."


def message_panel(
    day: PromptDay,
    words: Words | None,
    lines: Sequence[DailyLine[Any]],
    *,
    asks: bool,
    delivery_id: int,
    group_name: str,
    now: datetime,
    follows_up: bool = False,
    snoozing: bool = False,
) -> Panel:
    """The direct message: what the day is for and its question come first, then the buttons.

    The lines that features add stand below, or alone where there is nothing to ask. ``snoozing``
    asks for how long, in place of the buttons.
    """
    origin, why = origin_of(delivery_id), _why(day, group_name)
    everything = [item for each in lines for item in each.rows]
    parts: Items = []
    if asks:
        parts = task_rows(day, words, now, taken=everything)
        parts += [_FOLLOWS_UP] if follows_up else []
        parts += _answers(day, origin, now, snoozing=snoozing)
    about = words.about if asks and words is not None else None
    added = line_rows(
        [each for each in lines if about is None or each.about != about],
        room=MAX_TEXT - len(why) - text_length(parts) - _SPARE,
        components=_MOST_COMPONENTS - component_count(parts) - _AROUND_LINES,
    )
    if asks:
        parts += [line(), *added] if added else []
    else:
        parts = [*added, buttons(stop_button(day, origin))]
    return Panel(ACCENT, *parts, small_print=why)


def _answers(day: PromptDay, origin: str, now: datetime, *, snoozing: bool) -> Items:
    can_snooze = not day.is_answered and day.member.today(now) == day.date
    if snoozing and can_snooze:
        return snooze_acts(day, origin, now)
    return [acts(day, origin, can_snooze=can_snooze), *_look_back(day, now)]


def looks_back(day: PromptDay) -> bool:
    """Whether the plan gives the day to looking back on the week."""
    return day.prompt is not None and day.prompt.topic == "reflect"


def _look_back(day: PromptDay, now: datetime) -> Items:
    """The way to the week's form, while it is that week."""
    week = week_of(day.date)
    if not looks_back(day) or week != week_of(day.member.today(now)):
        return []
    return [buttons(button("Look back on the week", WEEK(day.member.guild_id, week)))]


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


def today_panel(
    today: Today, words: Words | None, added: Items, *, now: datetime, snoozing: bool = False
) -> Panel:
    """Today's prompt with its buttons, what comes next, and what did not arrive.

    ``added`` are the rows of other features.
    """
    day, member = today.day, today.day.member
    parts: Items = [f"**Today** · {say_date(day.date)}"]
    parts += _hindrances(member, today.next_at, now)
    if day.prompt is None:
        parts.append("The plan leaves today free. Rest is part of it.")
    else:
        free = ""
        if member.rests_on(day.date):
            free = "If you like:"
        elif day.date.weekday() not in member.weekdays:
            free = "Not one of your days, so nothing is due. If you like:"
        parts += task_rows(day, words, now, opening=free, taken=added)
        if snoozing and today.can_snooze:
            parts += snooze_acts(day, ON_TODAY, now)
        else:
            parts.append(acts(day, ON_TODAY, can_snooze=today.can_snooze))
            parts += _look_back(day, now)
    parts += _that_fit(added, parts)
    parts += _kept_rows(today.undelivered, parts)
    parts.append(buttons(button("Active days", DAYS(member.guild_id))))
    return Panel(ACCENT, *parts, small_print=f"{_next(today.next_at)} {ONLY_YOU}")


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


def _that_fit(added: Items, above: Items) -> Items:
    """As many of other features' rows as a message has room for; the others are counted."""
    shown: Items = []
    for item in added:
        grown = [*above, *shown, item]
        has_room = text_length(grown) <= MAX_TEXT - _BELOW_ADDED
        if not has_room or component_count(grown) > _MOST_COMPONENTS - _AROUND_ADDED:
            left = len(added) - len(shown)
            return [*shown, f"and {left} more than fit here; `/help` names where they are"]
        shown.append(item)
    return shown


def _kept_rows(kept: Sequence[PromptDay], above: Items) -> Items:
    """As many as a message has room for; the others come up as these are answered."""
    if not kept:
        return []
    first, *others = kept[: _room_for(kept, above)]
    # The heading in the first one's text: at its fullest, a message has no component to spare.
    heading = "**Kept for you**, since I could not bring it in time"
    left = len(kept) - 1 - len(others)
    heading += f". As you answer these, {left} more will show\n" if left else "\n"
    return [line(), _kept(first, heading), *map(_kept, others)]


def _room_for(kept: Sequence[PromptDay], above: Items) -> int:
    """How many of those that are kept a message has room for; one at least."""
    components = _MOST_COMPONENTS - component_count(above) - _AROUND_KEPT
    characters = MAX_TEXT - text_length(above) - _BELOW_KEPT
    rows: Items = [_kept(each) for each in kept]
    number = 1
    while (
        number < len(rows)
        and component_count(rows[: number + 1]) <= components
        and text_length(rows[: number + 1]) <= characters
    ):
        number += 1
    return number


def _kept(day: PromptDay, heading: str = "") -> ui.Section[ui.LayoutView]:
    assert day.prompt is not None
    return row(
        f"{heading}**{fit(day.prompt.title, _TITLE)}** · {say_date(day.date)}",
        button("Done", DONE(day.member.guild_id, day.date, ON_TODAY)),
    )


def _next(next_at: datetime | None) -> str:
    if next_at is None:
        return "No prompt is planned."
    return f"Next prompt: {stamp(next_at, 'F')}."


def _why(day: PromptDay, group_name: str) -> str:
    """Who sends it, why, and what ends it; whoever has had three knows the most of it."""
    if day.had_before >= TOLD_IN_FULL:
        return f"*{one_line(group_name, 24)}* · Settings in `/me`. *Stop* ends prompts."
    member = day.member
    zone = member.zone.rpartition("/")[2].replace("_", " ")
    return (
        f"You joined *{escape(group_name)}*: prompts come {say_weekdays(member.weekdays)} at "
        f"{say_time(member.prompt_at)}, {zone} time. *Stop* ends them at once, `/me` changes them."
    )
