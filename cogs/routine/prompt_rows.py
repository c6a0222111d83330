"""Parts of a day's message and of ``/today``: what the day is for, its buttons, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import discord
from discord import ui

from bot.inputs.dates import say_date
from bot.routine import rules
from bot.routine.values import EntryOutcome, PromptDay, SnoozeFor
from cogs.common.daily_message import DailyLine, DayWords
from cogs.common.panels import Items, button, buttons, component_count, text_length
from cogs.common.text import fit, link_to, stamp
from cogs.routine.routes import DONE, KEEP, NOTE, SKIP, SNOOZE, SNOOZE_FOR, STOP

# What fits a message even at its fullest.
_TITLE, _TEXT, _QUESTION, _NOTE, _TIP = 100, 500, 300, 300, 200
_PLANNED = 300
_SHOWN_RESOURCES = 2
_MOST_LINES = 4
"""So many lines stand below what the day asks; headings count, and the count of what is left."""

_PRIMARY = discord.ButtonStyle.primary
_WAITS = {
    SnoozeFor.HOUR: "1 hour",
    SnoozeFor.EVENING: "This evening",
    SnoozeFor.TOMORROW: "Tomorrow",
}

Row = ui.ActionRow[ui.LayoutView]
Words = DayWords[Any]


def task_rows(
    day: PromptDay, words: Words | None, now: datetime, *, opening: str = "", taken: Items
) -> Items:
    """What the day is for and its question, in the first two lines; then what belongs to it.

    ``taken`` are rows that stand in the same message: a button of theirs is not shown twice.
    """
    assert day.prompt is not None, "only days with a prompt are shown as one"
    does, asks = rules.in_two(day.prompt.text)
    said = fit(does, _TEXT) if words is None or words.text is None else words.text
    title = f"**{fit(day.prompt.title, _TITLE)}**"
    lines = [f"{title} · {said}" if said else title]
    if opening:
        lines.insert(0, opening)
    if asks:
        lines.append(fit(asks, _QUESTION))
    if day.planned:
        lines.append(f"You planned: {fit(' '.join(day.planned.split()), _PLANNED)}")
    if words is None or not words.rows:
        lines += _with_resources(day)
    lines += _state(day, now)
    rows = [] if words is None else list(_untaken(words.rows, taken))
    tip = [_tip(day)] if day.tip else []
    return ["\n".join(lines), *rows, *tip]


def acts(day: PromptDay, origin: str, *, can_snooze: bool) -> Row:
    """The answers to a day's prompt. *Stop* is always there."""
    about = day.member.guild_id, day.date, origin
    outcome = day.answer
    found = []
    if outcome is None:
        found += [button("Done", DONE(*about), style=_PRIMARY), button("Note", NOTE(*about))]
        if can_snooze:
            found.append(button("Snooze", SNOOZE(*about)))
        found.append(button("Skip", SKIP(*about)))
    else:
        found.append(button("Note", NOTE(*about)))
        if outcome is EntryOutcome.SKIPPED:
            found.append(button("Done after all", DONE(*about)))
        else:
            found.append(button("Skip instead", SKIP(*about)))
    if not day.member.prompts_stopped:
        found.append(stop_button(day, origin))
    return buttons(*found)


def snooze_acts(day: PromptDay, origin: str, now: datetime) -> Items:
    """For how long the prompt can be put off, in place of its other buttons."""
    about = day.member.guild_id, day.date, origin
    choices = rules.snooze_choices(day.member, day.date, now=now)
    whens = " · ".join(f"{_WAITS[wait]}: {stamp(at, 'f')}" for wait, at in choices.items())
    waits = [button(_WAITS[wait], SNOOZE_FOR(*about, wait)) for wait in choices]
    note = f"-# {whens}"
    if day.member.messages_on(rules.day_after(day.date)):
        note += "\n-# Tomorrow has its own message. This one's buttons work for a week."
    return [note, buttons(*waits, button("Back", KEEP(*about)))]


def stop_button(day: PromptDay, origin: str) -> ui.Button[ui.LayoutView]:
    """Ends prompts at once."""
    return button("Stop", STOP(day.member.guild_id, day.date, origin))


def line_rows(lines: Iterable[DailyLine[Any]], *, room: int, components: int) -> Items:
    """The most urgent of the lines, as many as fit; the others are counted.

    ``room`` is in characters.
    """
    ordered = sorted(lines, key=lambda each: (each.urgency, each.due))
    shown = _fitting(ordered, most=_MOST_LINES, room=room, components=components)
    if len(shown) == len(ordered):
        return _grouped(shown)
    shown = _fitting(ordered, most=_MOST_LINES - 1, room=room - 60, components=components - 1)
    where = {each.more_in for each in ordered if each not in shown}
    left = len(ordered) - len(shown)
    return [
        *_grouped(shown),
        f"and {left} more in {where.pop() if len(where) == 1 else '`/today`'}",
    ]


def _fitting(
    lines: Sequence[DailyLine[Any]], *, most: int, room: int, components: int
) -> list[DailyLine[Any]]:
    """The first of the lines with which there are at most so many, headings among them."""
    shown: list[DailyLine[Any]] = []
    for each in lines:
        grown = [*shown, each]
        headings = {one.heading for one in grown if one.heading}
        rows = _grouped(grown)
        fits = text_length(rows) <= room and component_count(rows) <= components
        if len(grown) + len(headings) <= most and fits:
            shown = grown
    return shown


def _grouped(lines: Sequence[DailyLine[Any]]) -> Items:
    """The rows of lines; those of one heading stand below it, where the first of them is."""
    parts: Items = []
    seen: set[str] = set()
    for each in lines:
        if not each.heading:
            parts += each.rows
        elif each.heading not in seen:
            seen.add(each.heading)
            parts.append(each.heading)
            parts += [row for one in lines if one.heading == each.heading for row in one.rows]
    return parts


def _with_resources(day: PromptDay) -> list[str]:
    links = [
        link_to(fit(resource.title, _TITLE), resource.url)
        if resource.url
        else fit(resource.title, _TITLE)
        for resource in day.resources[:_SHOWN_RESOURCES]
    ]
    return [f"-# With {' · '.join(links)}"] if links else []


def _tip(day: PromptDay) -> str:
    assert day.tip is not None
    return f"-# Tip: **{fit(day.tip.title, _TITLE)}** · {fit(day.tip.text, _TIP)}"


def _untaken(rows: Items, taken: Items) -> Iterator[ui.Item[ui.LayoutView] | str]:
    """The rows, those without their button whose button stands elsewhere in the message."""
    known = set(_custom_ids(taken))
    for each in rows:
        if isinstance(each, ui.Section) and known.intersection(_custom_ids([each])):
            yield from (child for child in each.children)
        else:
            yield each


def _custom_ids(rows: Items) -> Iterator[str]:
    for each in rows:
        if isinstance(each, ui.Section | ui.ActionRow):
            for item in each.walk_children():
                if isinstance(item, ui.Button) and item.custom_id:
                    yield item.custom_id


def _state(day: PromptDay, now: datetime) -> list[str]:
    lines = []
    if day.member.today(now) != day.date:
        lines.append(f"This one was for {say_date(day.date)}.")
    if day.entry is not None and day.is_answered:
        done = day.answer is EntryOutcome.DONE
        lines.append(f"{'● Done' if done else '⊘ Skipped'} · {stamp(day.entry.answered_at)}")
    if day.entry is not None and day.entry.note:
        lines.append(f"> {fit(' '.join(day.entry.note.split()), _NOTE)}")
    if not day.is_answered and day.snoozed_until is not None:
        is_later = day.member.today(day.snoozed_until) > day.date
        lines.append(
            f"Snoozed: I ask again at {stamp(day.snoozed_until, 'F' if is_later else 't')}."
        )
    return lines
