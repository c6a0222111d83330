"""The present cycle, and what was frozen of an earlier one, as panels. Data in, panels out."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.cycles.values import ClosedCycle, PresentCycle, Snapshot, SnapshotEntry
from bot.errors import NotFound
from bot.inputs.dates import say_date
from bot.milestones.values import Section, Status
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    page_of,
)
from cogs.common.text import bar, cut, day_stamp, escape, fit, one_line, stamp, titled_link
from cogs.cycles.routes import ENTRY, PAGE, PICK, PRESENT, REVIEW
from cogs.cycles.style import ACCENT

# What fits a message even at its fullest.
_ROWS = 10
_TITLE, _BLOCK = 100, 60
_NOTE = 2500
_MAX_OPTIONS = 25


Acts = Sequence[ui.Button[ui.LayoutView]]
"""Buttons of other features about a closed cycle."""


def cycle_panel(
    found: PresentCycle | Snapshot | ClosedCycle, page: int = 0, also: Acts = ()
) -> Panel:
    """The present cycle, or an earlier one: a page of what was frozen, or that nothing was.

    ``also`` are about the closed cycle that is shown, or the newest beside the present one.
    """
    match found:
        case PresentCycle():
            return present_panel(found, also)
        case Snapshot():
            return snapshot_panel(found, page, also)
        case ClosedCycle():
            return absent_panel(found, also)


def closed_number(found: PresentCycle | Snapshot | ClosedCycle) -> int:
    """The closed cycle that a panel is about, or the newest; 0 where none is closed."""
    match found:
        case PresentCycle():
            return found.closed[0].number if found.closed else 0
        case Snapshot():
            return found.cycle.number
        case ClosedCycle():
            return found.number


def present_panel(present: PresentCycle, also: Acts = ()) -> Panel:
    """The present cycle: since when, the member's counts by block, and the earlier ones."""
    board, group = present.board, present.group
    word = "began" if group.start_date <= present.today else "begins"
    heading = (
        f"**Cycle {present.number}** · {board.count.words}\n"
        f"{bar(board.count.done, board.count.total)}\n"
        f"It {word} {day_stamp(group.start_date, group.zone)}"
    )
    parts: Items = [heading, line(), "\n".join(map(_block, board.sections)), line()]
    if present.closed:
        parts += [
            buttons(_earlier(present)),
            buttons(button("Review", REVIEW(group.guild_id, present.closed[0].number)), *also),
        ]
    else:
        parts.append(
            "The first one. When an organiser closes it, I keep how you stood, and you decide what "
            "becomes of each milestone that is still open."
        )
    return Panel(ACCENT, *parts, small_print=ONLY_YOU)


def snapshot_panel(snapshot: Snapshot, page: int, also: Acts = ()) -> Panel:
    """How a member stood when a cycle was closed, a page of it."""
    cycle = snapshot.cycle
    shown, page, pages = page_of(snapshot.entries, page, _ROWS)
    path = f" · {fit(snapshot.path_title, _TITLE)}" if snapshot.path_title else ""
    parts: Items = [
        f"**{_name(cycle)}** · {snapshot.count.words}\n"
        f"{bar(snapshot.count.done, snapshot.count.total)}\n"
        f"{fit(snapshot.plan_title, _TITLE)}{path}",
        line(),
        _listing(snapshot, shown),
        line(),
    ]
    if shown:
        parts.append(buttons(_entries(cycle, shown)))
    turning = page_buttons(
        lambda other: PAGE(cycle.guild_id, cycle.number, other), page=page, pages=pages
    )
    parts.append(buttons(*turning, button("This cycle", PRESENT(cycle.guild_id))))
    if also:
        parts.append(buttons(*also))
    return Panel(
        ACCENT,
        *parts,
        small_print=f"Frozen {stamp(cycle.closed_at, 'D')}; it does not change. {ONLY_YOU}",
    )


def absent_panel(cycle: ClosedCycle, also: Acts = ()) -> Panel:
    """For somebody who was not in the group when a cycle was closed."""
    return Panel(
        ACCENT,
        f"**{_name(cycle)}**\nYou were not in the group when it was closed, so nothing of yours "
        "was kept.",
        buttons(button("This cycle", PRESENT(cycle.guild_id)), *also),
        small_print=ONLY_YOU,
    )


def entry_panel(snapshot: Snapshot, milestone_id: str) -> Panel:
    """One milestone of a snapshot, with its link and its note.

    Raises:
        NotFound: the snapshot has none with this id.
    """
    entry = next((each for each in snapshot.entries if each.id == milestone_id), None)
    if entry is None:
        raise NotFound("That snapshot has no such milestone. `/cycle show` lists what it has.")
    parts = [f"-# {_place(entry)}", " · ".join(_facts(entry, snapshot.zone))]
    if entry.link:
        parts.append(titled_link(entry.link))
    if entry.note:
        parts.append(fit(entry.note, _NOTE))
    return Panel(
        ACCENT,
        _marked(entry),
        "\n".join(part for part in parts if part),
        small_print=(
            f"Frozen {stamp(snapshot.cycle.closed_at, 'D')} with cycle {snapshot.cycle.number}; "
            f"it does not change. {ONLY_YOU}"
        ),
    )


def _name(cycle: ClosedCycle) -> str:
    return f"Cycle {cycle.number}, {say_date(cycle.started_on)} to {say_date(cycle.ended_on)}"


def _block(section: Section) -> str:
    title = (
        "Your own · beside the plan"
        if section.is_own
        else f"Block {section.number} · {one_line(section.title, 40)}"
    )
    return f"{title}\n{bar(section.count.done, section.count.total)} · {section.count.words}"


def _earlier(present: PresentCycle) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=PICK(present.group.guild_id),
        placeholder="Earlier cycles",
        options=[
            discord.SelectOption(
                label=f"Cycle {cycle.number}",
                value=str(cycle.number),
                description=f"{say_date(cycle.started_on)} to {say_date(cycle.ended_on)}",
            )
            for cycle in present.closed[:_MAX_OPTIONS]
        ],
    )


def _listing(snapshot: Snapshot, shown: Sequence[SnapshotEntry]) -> str:
    """The entries, each block's under its heading."""
    lines: list[str] = []
    block: object = ...
    for entry in shown:
        if entry.block != block:
            block = entry.block
            lines.append(f"**{_place(entry)}**")
        arrows = "↳" * entry.depth + " " if entry.depth else ""
        found = " · ".join(_facts(entry, snapshot.zone))
        lines.append(f"{arrows}{entry.status.mark} {fit(entry.title, _TITLE)} · {found}")
    return "\n".join(lines) or "There was nothing on your board."


def _entries(cycle: ClosedCycle, shown: Sequence[SnapshotEntry]) -> ui.Select[ui.LayoutView]:
    """Opens one of the entries on the page."""
    return ui.Select(
        custom_id=ENTRY(cycle.guild_id, cycle.number),
        placeholder="Open one, with its link and note",
        options=[
            discord.SelectOption(label=cut(f"{e.status.mark} {e.title}", 100), value=e.id)
            for e in shown
        ],
    )


def _place(entry: SnapshotEntry) -> str:
    if entry.block is None:
        return "Your own · beside the plan"
    return f"Block {entry.block} · {fit(entry.block_title, _BLOCK)}"


def _marked(entry: SnapshotEntry) -> str:
    return f"{entry.status.mark} **{escape(entry.title)}**"


def _facts(entry: SnapshotEntry, zone: str) -> list[str]:
    """Its status with the time it came to it, and the date it had: of a cycle that is history."""
    word = entry.status.value.replace("_", " ")
    if entry.status is Status.IN_PROGRESS:
        word = "in progress since"
    found = [f"{word} {stamp(entry.at, 'd')}" if entry.at else word]
    if entry.period:
        found = [entry.period]
    if entry.due:
        found.append(f"was planned for {day_stamp(entry.due, zone)}")
    return found
