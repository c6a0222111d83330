"""What a calendar file has in it, and how to use it."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.export.service import Agenda
from cogs.common.panels import ONLY_YOU, Panel
from cogs.common.text import one_line, plural

ACCENT = 0x64748B

_NAME = 100

_HOW = (
    "Open the file with your calendar app, or use the app's *Import*; a calendar made for it is "
    "the easiest to clear again. It does not change by itself: import a newer file into the same "
    "calendar. Each entry keeps its id, so an app moves what moved instead of adding it twice."
)


_TABLES = 30


def data_panel(
    counts: Sequence[tuple[str, int]], group: str, files: Sequence[discord.File]
) -> Panel:
    """All that is stored about somebody, as files; ``counts`` are its titles, as for `/forget`."""
    lines = [f"- {title}: {count:,}" for title, count in counts[:_TABLES]]
    if len(counts) > _TABLES:
        lines.append(f"- and {len(counts) - _TABLES} more")
    return Panel(
        ACCENT,
        f"**All that I have about you · {one_line(group, _NAME)}**\n" + "\n".join(lines),
        *(discord.ui.File(file) for file in files),
        "*data.json* has all of it; the tables are the same, for a spreadsheet. What others wrote "
        "is not in it, nor your anonymous cards: nothing leads from those to you.",
        small_print=f"Keep the files to yourself. {ONLY_YOU}",
    )


def calendar_panel(agenda: Agenda, group: str, file: discord.File) -> Panel:
    """The file with what is in it."""
    parts = [*agenda.hints, *(f"{title}: {count:,}" for title, count in agenda.counts if count)]
    if agenda.cancelled:
        parts.append(
            f"{plural(agenda.cancelled, 'entry', 'entries')} marked as cancelled, to take back "
            "what an earlier file may have had: skipped, hidden, dropped, gone from the plan, "
            "or called off"
        )
    return Panel(
        ACCENT,
        f"**Your calendar · {one_line(group, _NAME)}**",
        "\n".join(f"- {part}" for part in parts),
        discord.ui.File(file),
        _HOW,
        small_print="Only you see this. Your notes and links are not in the file.",
    )
