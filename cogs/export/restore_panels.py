"""The form that takes a file back, what it would bring, and what it did."""

from __future__ import annotations

import discord
from discord import ui

from bot.export.restore import Restoring
from cogs.common.forms import Form
from cogs.common.panels import ONLY_YOU, Accent, Items, Panel, button, buttons
from cogs.common.text import one_line, plural
from cogs.export.routes import LEAVE_IT, RESTORE, RESTORE_FOR_SURE

FILE = "restore.json"
_NAME = 100
_SHOWN = "What you had shown to the group comes back for you alone; share anew what you like."


def restore_form(guild_id: int) -> Form:
    """Asks for the file."""
    field: ui.Label[Form] = ui.Label(
        text="The file that I made",
        description="data.json, or data.json.zip, of /export data",
        component=ui.FileUpload(custom_id="file", required=True, min_values=1, max_values=1),
    )
    return Form("Restore what is yours", RESTORE(guild_id), fields=[field])


def look_panel(found: Restoring, guild_id: int, group: str, file: discord.File) -> Panel:
    """What would come back, asked once; the file stands with it."""
    if not found.back:
        return Panel(
            Accent.SETTINGS,
            f"**Nothing to restore in {one_line(group, _NAME)}**\nAll that could come back from "
            "that file is there already, or is about something that is gone.",
            *_left_out(found),
            small_print=ONLY_YOU,
        )
    return Panel(
        Accent.SETTINGS,
        f"**Restore in {one_line(group, _NAME)}?**\nThis comes back:\n" + _coming(found),
        *_left_out(found),
        _SHOWN,
        ui.File(file),
        buttons(
            button("Restore", RESTORE_FOR_SURE(guild_id), style=discord.ButtonStyle.primary),
            button("Not now", LEAVE_IT(guild_id)),
        ),
        small_print=f"What is stored now stays as it is. {ONLY_YOU}",
    )


def restored_panel(found: Restoring, group: str) -> Panel:
    """What came back."""
    if not found.back:
        return Panel(
            Accent.SETTINGS, "All of it is there already; nothing changed.", small_print=ONLY_YOU
        )
    return Panel(
        Accent.SETTINGS,
        f"**Restored in {one_line(group, _NAME)}**\n" + _coming(found),
        *_left_out(found),
        small_print=f"`/me` shows where you stand. {ONLY_YOU}",
    )


def left_panel() -> Panel:
    """Nothing happened."""
    return Panel(Accent.SETTINGS, "Nothing was restored.", small_print=ONLY_YOU)


def _coming(found: Restoring) -> str:
    return "\n".join(f"- {each.title}: {each.back:,}" for each in found.tables if each.back)


def _left_out(found: Restoring) -> Items:
    """What does not come back, with the reason."""
    parts: Items = []
    there = sum(each.there for each in found.tables)
    if there:
        parts.append(f"{plural(there, 'entry', 'entries')} stay as they are now.")
    gone = [f"- {each.title}: {each.lost:,}" for each in found.tables if each.lost]
    if gone:
        parts.append("What these are about is gone:\n" + "\n".join(gone))
    if found.not_back:
        lines = [f"- {title}: {count:,} · {why}" for title, count, why in found.not_back]
        parts.append("Does not come back:\n" + "\n".join(lines))
    if found.unknown:
        parts.append(f"{plural(found.unknown, 'table')} of the file I do not know.")
    return parts
