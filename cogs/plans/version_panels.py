"""The list of a plan's versions."""

from __future__ import annotations

from bot.plans.values import PlanVersion, VersionHistory
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    row,
)
from cogs.common.text import escape, plural, stamp
from cogs.plans.routes import FILE, SHIPPED, UNDO, VERSIONS
from cogs.plans.style import ACCENT

PER_PAGE = 8


def versions_panel(history: VersionHistory, page: int, *, organiser: bool) -> Panel:
    """A page of versions, each with its file; who and when, and Undo, are for organisers."""
    pages = max(1, -(-history.total // PER_PAGE))
    acts = page_buttons(VERSIONS, page=page, pages=pages)
    newest = history.versions[0] if history.versions else None
    parts: Items = [
        f"**Versions of the plan** · {history.total}\n{_state(newest, page, organiser=organiser)}",
        line(),
    ]
    parts += [
        row(_line(each, organiser=organiser), button("Download", FILE(each.number)))
        for each in history.versions
    ]
    if organiser and newest is not None and newest.undo_until is not None:
        acts.append(button("Undo the newest", UNDO(newest.number)))
    if organiser and history.is_behind:
        acts.append(button("Plan as it ships now", SHIPPED()))
    if acts:
        parts.append(buttons(*acts))
    return Panel(ACCENT, *parts, small_print=ONLY_YOU)


def _state(newest: PlanVersion | None, page: int, *, organiser: bool) -> str:
    if newest is None or page > 0:
        return "`/plan export` gives the one in force."
    until = newest.undo_until
    if organiser and until is not None:
        return (
            f"Version {newest.number} is in force. It can be undone until {stamp(until, 'D')}; "
            "an undo is a new version, so nothing is lost."
        )
    return f"Version {newest.number} is in force."


def _line(version: PlanVersion, *, organiser: bool) -> str:
    text = (
        f"**{version.number}** · {escape(version.title)}\n"
        f"{plural(version.blocks, 'block')}, {plural(version.milestones, 'milestone')}"
    )
    if version.undoes is not None:
        text += f" · undo of version {version.undoes}"
    if organiser:
        text += f"\n-# {_origin(version)}{stamp(version.made_at, 'f')}"
    return text


def _origin(version: PlanVersion) -> str:
    if version.made_by is not None:
        return f"<@{version.made_by}> · "
    # Of a later version nobody is on record when its maker was forgotten.
    return "the group's beginning · " if version.number == 1 else ""
