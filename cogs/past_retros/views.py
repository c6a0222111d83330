"""What the buttons of retros that are over do; commands do the same by keyboard.

What takes long with many cards (comparing, searching, writing files) is done outside the event
loop, once the database has answered.
"""

from __future__ import annotations

import asyncio

from bot.errors import NotFound
from bot.files import File, fitting
from bot.past_retros import queries
from bot.past_retros.rules.files import files_of
from bot.past_retros.rules.recurring import recurring
from bot.past_retros.rules.searching import hits, search_words
from bot.past_retros.values import Archive, PastRetro
from cogs.common.attachments import attachments, export_panel
from cogs.common.callers import as_insider
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction
from cogs.common.text import plural
from cogs.past_retros.page_panels import retro_panel
from cogs.past_retros.panels import found_panel, history_panel
from cogs.past_retros.routes import EXPORT, FOUND, HISTORY, SHOW
from cogs.past_retros.style import ACCENT


@HISTORY.press
async def show_history(interaction: Interaction, page: int) -> None:
    archive = await _archive(interaction)
    found = await asyncio.to_thread(recurring, archive)
    await rerender(interaction, history_panel(archive, found, page))


@SHOW.press
async def show_retro(interaction: Interaction, retro_id: int, page: int) -> None:
    archive = await _archive(interaction)
    past = queries.known(archive, retro_id)
    found = await asyncio.to_thread(recurring, archive)
    await rerender(interaction, retro_panel(archive, found, past, page))


@FOUND.press
async def show_found(interaction: Interaction, words: str, page: int) -> None:
    words = search_words(words)
    archive = await _archive(interaction)
    found = await asyncio.to_thread(hits, archive, words)
    await rerender(interaction, found_panel(found, words, page))


@EXPORT.press
async def export(interaction: Interaction, retro_id: int) -> None:
    """Give one retro, or all of them, as files."""
    archive = await _archive(interaction)
    chosen = (queries.known(archive, retro_id),) if retro_id else archive.retros
    if not chosen:
        raise NotFound("No retro is over yet, so there is nothing to export.")
    given = attachments(await asyncio.to_thread(_files, archive, chosen))
    text = (
        f"**{plural(len(chosen), 'retro')}** as Markdown, CSV and JSON: facts, themes with their "
        "votes, cards and comments. Actions have a section, and a table, of their own."
    )
    panel = export_panel(ACCENT, text, given, without="Nobody's name is in them.")
    await reply(interaction, panel, files=given)


def _files(archive: Archive, chosen: tuple[PastRetro, ...]) -> list[File]:
    return fitting(files_of(archive, recurring(archive), chosen), "retros")


async def _archive(interaction: Interaction) -> Archive:
    return await as_insider(interaction).read(queries.archive)
