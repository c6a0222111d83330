"""A rating as it is made, and what can be done about it."""

from __future__ import annotations

import discord
from discord import ui

from bot.competency.values import AxisToRate, Focus, Sheet
from bot.milestones.values import Item, PlanCount, Status
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line, row
from cogs.common.text import bar, day_stamp, fit, one_line, plural
from cogs.competency.routes import (
    ANSWER,
    COUNT,
    EVIDENCE,
    FINISH,
    FOCUS,
    MAKE_NEXT,
    OPEN,
    RATE,
    SHOW,
)
from cogs.competency.style import ACCENT

_TITLE, _TITLES, _ANSWER = 90, 200, 400
_PRIVATE = "It is yours alone, and in no figure of the group."


def sheet_panel(sheet: Sheet, guild_id: int, zone: str) -> Panel:
    """The forms and how far each is, the questions, and what follows."""
    axes = [each for part in sheet.parts for each in part]
    rated = sum(each.level is not None for each in axes)
    items: Items = [
        f"**Rate yourself** · {sheet.quarter}\n{bar(rated, len(axes))}\n{_state(sheet, zone)}",
        line(),
    ]
    if not sheet.is_fixed:
        first = next((n for n, part in enumerate(sheet.parts) if not _is_rated(part)), None)
        items += [
            _part_row(part, number, guild_id, is_next=number == first)
            for number, part in enumerate(sheet.parts)
        ]
        items.append(_answers_row(sheet, guild_id))
    if sheet.can_finish:
        done = button("Finish", FINISH(guild_id), style=discord.ButtonStyle.primary)
        items += [line(), row("Every axis of the plan has its level.", done)]
    if sheet.is_finished:
        items.append(line())
        items += count_rows(sheet.plan_count, sheet.rating.number if sheet.rating else 0, guild_id)
        items.append(next_buttons(guild_id, with_show=True))
    small = f"Half a form is kept. {_PRIVATE} {ONLY_YOU}"
    return Panel(ACCENT, *items, small_print=small)


def offer_row(guild_id: int, *, is_done: bool) -> ui.Section[ui.LayoutView]:
    """What offers one, in the daily message and in `/today`."""
    if is_done:
        return row("● You rated yourself this quarter.", button("Open", OPEN(guild_id)))
    text = "Where do you stand on the plan's axes? Short forms, for you alone."
    return row(text, button("Rate", OPEN(guild_id)))


def count_rows(count: PlanCount | None, number: int, guild_id: int) -> Items:
    """What a rating counts towards: a press, or that it does."""
    if count is None:
        return []
    title = f"*{one_line(count.title, _TITLE)}*: {count.tally}"
    if count.is_counted:
        return [f"● Counted. {title}"]
    if not count.takes_it:
        return [title]
    act = button("Count it", COUNT(guild_id, number, count.number))
    return [row(f"{title}\nDoes this count? Only you decide.", act)]


def counted_panel(count: PlanCount | None, number: int, guild_id: int) -> Panel:
    """The answer to a press that counts."""
    return Panel(ACCENT, *count_rows(count, number, guild_id), small_print=ONLY_YOU)


def next_buttons(guild_id: int, *, with_show: bool = False) -> ui.ActionRow[ui.LayoutView]:
    """Where a finished rating leads."""
    acts = [button("Focus", FOCUS(guild_id)), button("Evidence", EVIDENCE(guild_id))]
    if with_show:
        acts.insert(0, button("See the change", SHOW(guild_id, 0)))
    return buttons(*acts)


def focus_panel(found: tuple[Focus, ...], guild_id: int, said: str = "") -> Panel:
    """The axes with the most room to grow, each with milestones that help there."""
    items: Items = [f"**Where to focus**\n{said or 'The axes with the most room to grow.'}"]
    if not found:
        items.append("You stand at the highest level of every axis. Helping others grow is next.")
    for each in found:
        level = each.level
        items += [
            line(),
            f"**{one_line(level.title, _TITLE)}** · level {level.level} of {len(level.scale)}\n"
            f"-# Next: {one_line(level.scale[level.level], 200)}",
        ]
        items += [_focus_row(item, guild_id) for item in each.items]
        if not each.items:
            items.append(
                "No open milestone is for this axis now. `/milestone add` makes one of your own."
            )
    small = f"One press puts a milestone in progress. {ONLY_YOU}"
    return Panel(ACCENT, *items, small_print=small)


def _focus_row(item: Item, guild_id: int) -> ui.Item[ui.LayoutView] | str:
    title = one_line(item.title, _TITLE)
    if item.status is Status.IN_PROGRESS:
        return f"◐ {title} · in progress"
    return row(f"○ {title}", button("Make it next", MAKE_NEXT(guild_id, item.id)))


def _state(sheet: Sheet, zone: str) -> str:
    if sheet.is_fixed:
        return (
            "Finished. The plan's axes were edited since, so this rating stays on those of then; "
            "next quarter you rate the new ones."
        )
    if sheet.is_finished:
        return "● Finished. You can change it until the quarter is over."
    if sheet.before is None:
        return "Your first one: where you stand today. There is no right answer."
    return f"Each axis shows your level of {day_stamp(sheet.before, zone)}, and what you did since."


def _is_rated(part: tuple[AxisToRate, ...]) -> bool:
    return all(each.level is not None for each in part)


def _part_row(
    part: tuple[AxisToRate, ...], number: int, guild_id: int, *, is_next: bool
) -> ui.Section[ui.LayoutView]:
    rated = sum(each.level is not None for each in part)
    mark = "●" if rated == len(part) else "◐" if rated else "○"
    label = "Change" if rated == len(part) else "Go on" if rated else "Rate"
    style = discord.ButtonStyle.primary if is_next else discord.ButtonStyle.secondary
    names = one_line(", ".join(each.axis.title for each in part), _TITLES)
    text = f"{mark} **{names}**\n-# {rated} of {plural(len(part), 'axis', 'axes')} rated"
    edited = [each.axis.title for each in part if each.is_rewritten and each.level is None]
    if edited:
        text += f"\n-# Edited in the plan, so to be rated anew: {one_line(', '.join(edited), 120)}"
    return row(text, button(label, RATE(guild_id, number), style=style))


def _answers_row(sheet: Sheet, guild_id: int) -> ui.Section[ui.LayoutView]:
    rating, asked = sheet.rating, sheet.questions
    given = (rating.grown, rating.focus) if rating is not None else (None, None)
    lines = [
        f"**{one_line(question, _TITLE)}**\n{fit(answer, _ANSWER) if answer else '-# open'}"
        for question, answer in zip((asked.grown, asked.focus), given, strict=True)
    ]
    return row("\n".join(lines), button("Change" if any(given) else "Answer", ANSWER(guild_id)))
