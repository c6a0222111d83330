"""What a calendar file has in it, and how to use it."""

from __future__ import annotations

import discord

from bot.export import sources
from bot.export.service import Agenda
from cogs.common.panels import Accent, Panel
from cogs.common.text import one_line, plural

_NAME = 100

_HOW = (
    "Open the file with your calendar app, or use the app's *Import*; a calendar made for it is "
    "the easiest to clear again. It does not change by itself: import a newer file into the same "
    "calendar. Each entry keeps its id, so an app moves what moved instead of adding it twice."
)


def calendar_panel(agenda: Agenda, group: str, file: discord.File) -> Panel:
    """The file with what is in it."""
    parts = [
        plural(agenda.count(sources.MILESTONE), "milestone or step", "milestones and steps")
        + " of yours with a date"
    ]
    if not agenda.count(sources.MILESTONE):
        parts = ["no milestone yet: `/milestone due` gives one a date"]
    parts += [
        f"{plural(agenda.count(sources.VOTE_CLOSES), 'weekly vote')}, opening and closing",
        f"{plural(agenda.count(sources.RETRO_REVEAL), 'retro')}, opening and reveal",
    ]
    if agenda.count(sources.ACTION):
        parts.append(f"{plural(agenda.count(sources.ACTION), 'action')} you took on in retros")
    if agenda.count(sources.DEADLINE):
        parts.append(f"{plural(agenda.count(sources.DEADLINE), 'deadline')} that you watch")
    if agenda.cancelled:
        parts.append(
            f"{plural(agenda.cancelled, 'entry', 'entries')} marked as cancelled, to take back "
            "what an earlier file may have had: skipped, hidden, dropped, gone from the plan, "
            "or called off"
        )
    return Panel(
        Accent.SETTINGS,
        f"**Your calendar · {one_line(group, _NAME)}**",
        "\n".join(f"- {part}" for part in parts),
        discord.ui.File(file),
        _HOW,
        small_print="Only you see this. Your notes and links are not in the file.",
    )
