"""A mini-retro as a panel and a form, and the rows that lead to it."""

from __future__ import annotations

from datetime import date

import discord
from discord import ui

from bot.inputs.dates import say_date
from bot.milestones.values import PlanCount
from bot.mini_retros.queries import Standing
from bot.mini_retros.rules import month_after, month_before, rolled_up
from bot.mini_retros.values import MAX_PART, MiniRetro, Span
from bot.routine.week_values import WeekLog
from cogs.common.forms import Form, text_field
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line, row
from cogs.common.text import fit, one_line
from cogs.mini_retros.routes import COUNT, MONTH, OPEN, WRITE

ACCENT = 0x10B981
_PART, _WEEK_PART, _WEEKS, _TITLE = 800, 120, 6, 90


def panel(found: MiniRetro, guild_id: int) -> Panel:
    """What was written, what the weeks' logs say, and what can be done."""
    month = found.span.month
    parts: Items = ["\n".join((f"**Your month** · {_days(found.span)}", *_written(found)))]
    parts += [line(), _weeks(found)]
    if found.count is not None and found.is_written:
        parts += [line(), *_count(found.count, guild_id, found)]
    acts = [button("Earlier", MONTH(guild_id, month_before(month)))]
    if not found.is_latest:
        acts.append(button("Later", MONTH(guild_id, month_after(month))))
    if found.can_write:
        label = "Change" if found.is_written else "Write it"
        style = discord.ButtonStyle.secondary if found.is_written else discord.ButtonStyle.primary
        acts.insert(0, button(label, WRITE(guild_id, month), style=style))
    return Panel(
        ACCENT,
        *parts,
        buttons(*acts),
        small_print=f"It is yours alone, and in nothing that the group sees. {ONLY_YOU}",
    )


def form(found: MiniRetro, guild_id: int) -> Form:
    """The two questions: with what was written, or else with what the weeks' logs say."""
    worked, adjust = found.worked, found.adjust
    if not found.is_written:
        worked = rolled_up(week.better for week in found.weeks)
        adjust = rolled_up(week.to_change for week in found.weeks)
    return Form(
        "Look back on your month",
        WRITE(guild_id, found.span.month),
        fields=[
            text_field(
                "worked",
                "What worked?",
                hint="Only you see it.",
                example="Mornings without a phone; two summaries are done.",
                default=worked or None,
                long=True,
                required=False,
                max_length=MAX_PART,
            ),
            text_field(
                "adjust",
                "What do you want to adjust?",
                hint="One thing that you change because of it is enough.",
                example="One paper a week instead of two.",
                default=adjust or None,
                long=True,
                required=False,
                max_length=MAX_PART,
            ),
        ],
    )


def offer_row(month: date, guild_id: int, *, is_written: bool) -> ui.Section[ui.LayoutView]:
    """What offers one, in the daily message and in `/today`."""
    if is_written:
        return row("● You looked back on your month.", button("Open", OPEN(guild_id, month)))
    text = "Look back on your month: what worked, what to adjust. It is for you alone."
    return row(text, button("Look back", OPEN(guild_id, month)))


def log_row(found: Standing, guild_id: int) -> ui.Section[ui.LayoutView]:
    """The way from the log."""
    state = "● written" if found.is_written else "○ not written yet"
    text = f"**Your month** · {state}\n-# {_days(found.span)}"
    return row(text, button("Look back", OPEN(guild_id, found.span.month)))


def _days(span: Span) -> str:
    return f"{say_date(span.since)} to {say_date(span.until)}"


def _written(found: MiniRetro) -> list[str]:
    if not found.is_written:
        return ["Nothing is written yet." if found.can_write else "Nothing was written."]
    parts = (("Worked", found.worked), ("To adjust", found.adjust))
    return [f"**{label}**\n{fit(text, _PART)}" for label, text in parts if text is not None]


def _weeks(found: MiniRetro) -> str:
    """The weeks' logs, the newest of them if there are many."""
    said = [text for week in found.weeks if (text := _week(week))]
    if not said:
        return (
            "No log of a week says what went better or what to change. On the plan's day to look "
            "back, *Look back on the week* asks for it."
        )
    more = len(said) - _WEEKS
    before = [f"-# and {more} before"] if more > 0 else []
    return "\n".join(("**What your weeks say**", *before, *said[-_WEEKS:]))


def _week(week: WeekLog) -> str:
    parts = (("Better", week.better), ("To change", week.to_change))
    lines = [f"{label}: {one_line(text, _WEEK_PART)}" for label, text in parts if text]
    return "\n".join((f"-# The week of {say_date(week.week)}", *lines)) if lines else ""


def _count(count: PlanCount, guild_id: int, found: MiniRetro) -> Items:
    """What it counts towards: a press, or that it does."""
    title = f"*{one_line(count.title, _TITLE)}*: {count.tally}"
    if count.is_counted:
        return [f"● Counted. {title}"]
    if not count.takes_it:
        return [title]
    act = button("Count it", COUNT(guild_id, found.span.month, count.number))
    return [row(f"{title}\nDoes this count? Only you decide.", act)]
