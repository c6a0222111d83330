"""The log of a day among the last ones, as a panel."""

from __future__ import annotations

from datetime import date, datetime

import discord
from discord import ui

from bot.groups.values import Member
from bot.inputs.dates import say_date
from bot.routine.log_queries import DayLog, LoggedDay
from bot.routine.streak_values import DayKind
from bot.routine.values import EntryOutcome, PromptDay, RoutineEntry
from bot.routine.week_values import WeekLog, week_of
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line, row
from cogs.common.text import fit, one_line, stamp
from cogs.routine.panels import ACCENT, looks_back
from cogs.routine.routes import DONE, LOG, MINUTES, NOTE, ON_LOG, SKIP, WEEK

_TITLE, _TEXT, _NOTE, _SHORT, _PART = 60, 300, 300, 60, 200
_STATES = {
    DayKind.REST: "⏸ rest",
    DayKind.OPEN: "○ no answer yet",
    DayKind.MISSED: "○ no answer",
    DayKind.FREE: "○ free",
}
_PRIMARY = discord.ButtonStyle.primary


def log_panel(log: DayLog, *, now: datetime) -> Panel:
    """A day with its acts, what was written of its week, and a row for each of the last days."""
    day = log.day
    member, today = day.member, day.member.today(now)
    parts: Items = ["\n".join(_day(day, today))]
    if log.can_change:
        parts.append(_acts(day))
    else:
        parts.append("-# More than a week back, so it stays as it is.")
    parts += _week(log)
    parts += [line(), "**The last days**"]
    parts += [_row(member, each, today) for each in log.others]
    return Panel(
        ACCENT,
        *parts,
        small_print=f"A day can be answered and changed for a week. {ONLY_YOU}",
    )


def say_minutes(minutes: int) -> str:
    """``25 min``."""
    return f"{minutes:,} min"


def _day(day: PromptDay, today: date) -> list[str]:
    when = f"today, {say_date(day.date)}" if day.date == today else say_date(day.date)
    lines = [f"**Log** · {when}"]
    if day.prompt is None:
        lines.append("The plan leaves this day free. What you did counts all the same.")
    else:
        lines.append(f"**{fit(day.prompt.title, _TITLE)}** · {fit(day.prompt.text, _TEXT)}")
    if day.entry is None or not day.is_answered:
        lines.append("○ No answer yet" if day.date == today else "○ No answer")
    else:
        lines.append(f"{_said(day.entry)} · {stamp(day.entry.answered_at)}")
    if day.entry is not None and day.entry.note:
        lines.append(f"> {fit(' '.join(day.entry.note.split()), _NOTE)}")
    return lines


def _said(entry: RoutineEntry) -> str:
    done = entry.outcome is EntryOutcome.DONE
    minutes = f" · {say_minutes(entry.minutes)}" if entry.minutes else ""
    return f"{'● Done' if done else '⊘ Skipped'}{minutes}"


def _acts(day: PromptDay) -> ui.ActionRow[ui.LayoutView]:
    about = day.member.guild_id, day.date, ON_LOG
    outcome = day.answer
    acts = []
    if outcome is None:
        acts += [button("Done", DONE(*about), style=_PRIMARY), button("Skip", SKIP(*about))]
    elif outcome is EntryOutcome.DONE:
        acts.append(button("Skip instead", SKIP(*about)))
    else:
        acts.append(button("Done after all", DONE(*about)))
    return buttons(*acts, button("Note", NOTE(*about)), button("Minutes", MINUTES(*about)))


def _week(log: DayLog) -> Items:
    """What was written of the day's week, with the way to write it where that can be done."""
    if log.week is None and not (log.can_look_back and looks_back(log.day)):
        return []
    week = log.week or WeekLog(week_of(log.day.date))
    lines = ["**The week's log**", *week_lines(week)] if log.week else ["**The week's log**"]
    if not log.week:
        lines.append("What went better, what to change, what is next: three short answers.")
    text = "\n".join(lines)
    if not log.can_look_back:
        return [text]
    label = "Change" if log.week else "Write it"
    return [row(text, button(label, WEEK(log.day.member.guild_id, week.week)))]


def week_lines(week: WeekLog) -> list[str]:
    """The parts that are written, each folded."""
    parts = (
        ("Better", week.better),
        ("To change", week.to_change),
        ("Next week", week.ahead),
    )
    return [
        f"{label}: {fit(' '.join(text.split()), _PART)}"
        for label, text in parts
        if text is not None
    ]


def _row(member: Member, each: LoggedDay, today: date) -> ui.Section[ui.LayoutView]:
    when = "Today" if each.date == today else say_date(each.date)
    if each.entry is not None and each.entry.is_answer:
        state = _said(each.entry)
    elif each.title is None:
        state = "○ free"
    else:
        state = _STATES[each.kind]
    text = f"{state} · **{when}**"
    if each.entry is not None and each.entry.note:
        text += f"\n-# {one_line(each.entry.note, _SHORT)}"
    elif each.title is not None:
        text += f"\n-# {one_line(each.title, _SHORT)}"
    return row(text, button("Open", LOG(member.guild_id, each.date)))
