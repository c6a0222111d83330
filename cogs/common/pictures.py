"""Pictures in answers: drawn in the worker's process, always with their words beside them."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

import discord
from discord import ui

from bot.errors import WorkerError
from cogs.common.deferral import think
from cogs.common.panels import ONLY_YOU, Items, Panel, text_length
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.common.text import fit

_MAX_WORDS = 3700

log = logging.getLogger(__name__)

T = TypeVar("T")


async def reply_with_picture(
    interaction: Interaction,
    accent: int,
    draw: Callable[[T], bytes],
    data: T,
    words: str,
    alt: str,
    *,
    table: str = "",
    note: str = "",
    rows: Items | None = None,
    more_files: Sequence[discord.File] = (),
) -> None:
    """Answer with ``draw(data)`` and ``words``, and "thinking…" until they are there.

    Where the picture cannot be drawn, the words stand alone: they say the same, with ``table``,
    which is our own text in columns. ``alt`` describes the picture to those who do not see it.
    ``note`` stands in the small print, ``rows`` below the words, and ``more_files``, which go along
    with the picture or without it, last.
    """
    await think(interaction)
    columns = f"```\n{table}\n```\n" if table else ""
    below: Items = [*(rows or []), *(ui.File(file) for file in more_files)]
    room = _MAX_WORDS - len(columns) - text_length(below)
    text, files = columns + fit(words, room), [*more_files]
    small = f"{note} {ONLY_YOU}".strip()
    try:
        picture = await interaction.client.worker.run(draw, data)
    except WorkerError as error:
        log.warning("A picture could not be drawn: %s", error)
        panel = Panel(accent, text, *below, small_print=small)
    else:
        image = discord.File(io.BytesIO(picture), filename="picture.png")
        files.append(image)
        gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
        gallery.add_item(media=image, description=alt)
        panel = Panel(accent, gallery, text, *below, small_print=small)
    await reply(interaction, panel, files=files)
