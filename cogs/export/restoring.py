"""``/export restore``: a file is given in a form, what would come back is shown, and asked once.

The file stands in the message that asks, which is the person's alone, so nothing is kept meanwhile:
the button reads it there, and checks it anew.
"""

from __future__ import annotations

import asyncio
import io
from typing import Any

import aiohttp
import discord

from bot.errors import UserError
from bot.export import restore
from bot.export.file_reading import Archive, read_archive
from bot.export.restore import Restoring
from bot.files import MAX_FILE
from cogs.common.access import group_name, named_group
from cogs.common.callers import as_member
from cogs.common.deferral import think
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction
from cogs.export.restore_panels import FILE, left_panel, look_panel, restore_form, restored_panel
from cogs.export.routes import LEAVE_IT, RESTORE, RESTORE_FOR_SURE

_DOWNLOAD_SECONDS = 20.0


@RESTORE.press
async def ask_file(interaction: Interaction, guild_id: int) -> None:
    await open_form(interaction, restore_form(named_group(interaction, guild_id)))


@RESTORE.form
async def look(interaction: Interaction, fields: Fields, guild_id: int) -> None:
    """Show what the file would bring back."""
    file = _uploaded(interaction, next(iter(fields.get("file", [])), ""))
    where = named_group(interaction, guild_id)
    await think(interaction)
    content = await _downloaded(file)
    archive = await _read(interaction, where, content)
    found = await as_member(interaction, where).act(restore.look, archive)
    again = discord.File(io.BytesIO(content), filename=FILE)
    name = group_name(interaction.client, where)
    panel = look_panel(found, where, name, again)
    await reply(interaction, panel, files=[again] if found.back else [])


@RESTORE_FOR_SURE.press
async def restore_for_sure(interaction: Interaction, guild_id: int) -> None:
    message = interaction.message
    files = [] if message is None else message.attachments
    if len(files) != 1:
        raise UserError("The file is not there any more. Give it again with `/export restore`.")
    where = named_group(interaction, guild_id)
    await think(interaction)
    archive = await _read(interaction, where, await _downloaded(files[0]))
    found: Restoring = await as_member(interaction, where).act(restore.restore, archive)
    await reply(interaction, restored_panel(found, group_name(interaction.client, where)))


@LEAVE_IT.press
async def leave_it(interaction: Interaction, guild_id: int) -> None:
    named_group(interaction, guild_id)
    await rerender(interaction, left_panel())


def _uploaded(interaction: Interaction, file_id: str) -> discord.Attachment:
    """The file that was given in the form, as Discord describes it.

    Raises:
        UserError: there is none, or it is too large to be one of mine.
    """
    data: Any = interaction.data
    resolved = data.get("resolved")
    known = resolved.get("attachments") if isinstance(resolved, dict) else None
    found = known.get(file_id) if isinstance(known, dict) else None
    try:
        file = discord.Attachment(data=found, state=interaction._state)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UserError("There was no file in that form. `/export restore` asks for one.") from None
    if file.size > MAX_FILE:
        raise UserError("That file is larger than any that I make. Nothing was changed.")
    return file


async def _downloaded(file: discord.Attachment) -> bytes:
    try:
        async with asyncio.timeout(_DOWNLOAD_SECONDS):
            return await file.read()
    except (discord.DiscordException, aiohttp.ClientError, TimeoutError):
        raise UserError(
            "Discord did not give me that file, so nothing changed. Try `/export restore` again."
        ) from None


async def _read(interaction: Interaction, guild_id: int, content: bytes) -> Archive:
    """The file, read in a thread: others are answered meanwhile."""
    return await asyncio.to_thread(
        read_archive, content, guild_id=guild_id, user_id=interaction.user.id
    )
