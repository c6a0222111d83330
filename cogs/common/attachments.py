"""Files as Discord sends them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import discord
from discord import ui

from bot.files import File
from cogs.common.panels import ONLY_YOU, Panel


def attachments(files: Iterable[File]) -> list[discord.File]:
    """Each file, to be sent once."""
    return [discord.File(io.BytesIO(file.content), filename=file.name) for file in files]


def export_panel(accent: int, text: str, files: Sequence[discord.File], *, without: str) -> Panel:
    """The answer to *Export*, with the files; ``without`` says what is in none of them."""
    shown = (ui.File[ui.LayoutView](file) for file in files)
    return Panel(accent, text, *shown, small_print=f"{without} {ONLY_YOU}")
