"""Files as Discord sends them."""

from __future__ import annotations

import io
from collections.abc import Iterable

import discord

from bot.files import File


def attachments(files: Iterable[File]) -> list[discord.File]:
    """Each file, to be sent once."""
    return [discord.File(io.BytesIO(file.content), filename=file.name) for file in files]
