"""What a member did, by axis, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.competency.values import Evidence
from bot.inputs.text import cut
from bot.plans.values import Axis
from cogs.common.panels import ONLY_YOU, Items, Panel, buttons, page_buttons, page_of
from cogs.common.text import day_stamp, one_line, plural, titled_link
from cogs.competency.routes import EVIDENCE_AXIS, EVIDENCE_PAGE
from cogs.competency.style import ACCENT

_PAGE, _TITLE = 10, 90
ALL = "_all"
"""Stands for every axis in the select; no axis has such an id."""


def evidence_panel(
    found: Sequence[Evidence],
    axes: Sequence[Axis],
    axis_id: str,
    page: int,
    *,
    guild_id: int,
    zone: str,
) -> Panel:
    """The evidence of an axis, or of each in turn; every page begins with its axis."""
    chosen = next((axis for axis in axes if axis.id == axis_id), None)
    shown = axes if chosen is None else (chosen,)
    entries = [(axis, each) for axis in shown for each in found if axis.id in each.axes]
    some, page, pages = page_of(entries, page, _PAGE)
    key = "" if chosen is None else chosen.id
    head = "every axis" if chosen is None else one_line(chosen.title, _TITLE)
    pieces = plural(len(entries), "piece of evidence", "pieces of evidence")
    items: Items = [f"**What you did** · {head}\n{pieces}"]
    items.append(_lines(some, zone) or _EMPTY)
    items.append(buttons(_select(axes, key, guild_id)))
    turns = page_buttons(lambda at: EVIDENCE_PAGE(guild_id, key, at), page=page, pages=pages)
    if turns:
        items.append(buttons(*turns))
    small = f"It comes by itself from what you finish and publish. {ONLY_YOU}"
    return Panel(ACCENT, *items, small_print=small)


_EMPTY = (
    "Nothing yet. Milestones of the plan that you finish stand here by themselves, and reviews "
    "that you publish. `/milestone next` has something to begin with."
)


def _lines(entries: Sequence[tuple[Axis, Evidence]], zone: str) -> str:
    lines, last = [], None
    for axis, each in entries:
        if axis is not last:
            lines.append(f"**{one_line(axis.title, _TITLE)}**")
            last = axis
        where = f" · {titled_link(each.link)}" if each.link else ""
        title = one_line(each.title, _TITLE)
        lines.append(f"● {title} · {each.kind} · {day_stamp(each.day, zone)}{where}")
    return "\n".join(lines)


def _select(axes: Sequence[Axis], chosen: str, guild_id: int) -> ui.Select[ui.LayoutView]:
    options = [discord.SelectOption(label="Every axis", value=ALL, default=not chosen)]
    options += [
        discord.SelectOption(label=cut(axis.title, 100), value=axis.id, default=axis.id == chosen)
        for axis in axes
    ]
    return ui.Select(custom_id=EVIDENCE_AXIS(guild_id), options=options)
