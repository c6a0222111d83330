"""Importing, confirming and undoing a change of the plan."""

from __future__ import annotations

import asyncio

import aiohttp
import discord

from bot.errors import UserError, WorkerTimeout
from bot.plans import draft_service, queries, service
from bot.plans.loader import MAX_BYTES, PlanError, decode, parse, shipped_text
from bot.plans.values import PlanText, Preview
from cogs.common.access import is_organiser
from cogs.common.callers import act_of, as_anyone, as_organiser, organiser_of
from cogs.common.deferral import think
from cogs.common.panels import Panel
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction
from cogs.plans.change_text import whole_list
from cogs.plans.draft_panels import (
    cancelled_panel,
    contents,
    file_answer,
    loaded_panel,
    preview_panel,
    problems_answer,
    undo_panel,
)
from cogs.plans.routes import (
    CANCEL,
    CHANGES,
    CONFIRM,
    FILE,
    SHIPPED,
    UNDO,
    UNDO_FOR_SURE,
    VERSIONS,
)
from cogs.plans.version_panels import PER_PAGE, versions_panel

_DOWNLOAD_SECONDS = 20
# A plan of the shipped one's size takes some 10 ms; what fills the whole size with nonsense, 5 s.
_READ_SECONDS = 10.0


async def bring_in(interaction: Interaction, file: discord.Attachment) -> None:
    """Check a plan file, and preview what it would change or say what is wrong with it."""
    caller, act = await organiser_of(interaction), act_of(interaction)
    if file.size > MAX_BYTES:
        raise UserError("That file is larger than 1 MiB, so it is no plan. Nothing changed.")
    await think(interaction)
    try:
        read = await _read(interaction, decode(await _downloaded(file)))
        preview = await draft_service.propose(act, caller, lambda _: read)
    except PlanError as error:
        panel, files = problems_answer(error.problems)
        await reply(interaction, panel, files=files)
        return
    await reply(interaction, preview_panel(preview))


async def version_list(interaction: Interaction, page: int = 0) -> Panel:
    """The versions of the group's plan."""
    page = max(page, 0)
    found = await as_anyone(interaction).read(
        queries.history, offset=min(page * PER_PAGE, 2**31), limit=PER_PAGE
    )
    if page and not found.versions:
        return await version_list(interaction)
    return versions_panel(found, page, organiser=await is_organiser(interaction))


async def give_file(interaction: Interaction, number: int | None = None) -> None:
    """The TOML file of a version; without ``number`` of the one in force."""
    found = await as_anyone(interaction).read(queries.source_for, number)
    headline = f"**The plan, version {found.number}**\n{contents(found.plan)}."
    panel, files = file_answer(headline, f"{found.plan.plan.id}.toml", found.text)
    await reply(interaction, panel, files=files)


@CONFIRM.press
async def confirm(interaction: Interaction, based_on: int, key: str) -> None:
    """Put the draft in force, unless another version came since."""
    caller, act = await organiser_of(interaction), act_of(interaction)
    done = await draft_service.confirm(act, caller, based_on, key)
    if isinstance(done, Preview):
        panel = preview_panel(done)
    else:
        panel = loaded_panel(done, caller.now)
    await rerender(interaction, panel)


@CANCEL.press
async def cancel(interaction: Interaction, key: str) -> None:
    await as_organiser(interaction).act(draft_service.discard, key)
    await rerender(interaction, cancelled_panel())


@CHANGES.press
async def all_changes(interaction: Interaction, key: str) -> None:
    """Every change of the draft, as a file."""
    found = await draft_service.pending(interaction.client.db, await organiser_of(interaction), key)
    text = whole_list(found.changes, found.plan)
    panel, files = file_answer("**All that your change does**", "changes.txt", text)
    await reply(interaction, panel, files=files)


@VERSIONS.press
async def turn_versions(interaction: Interaction, page: int) -> None:
    await rerender(interaction, await version_list(interaction, page))


@FILE.press
async def download(interaction: Interaction, number: int) -> None:
    await give_file(interaction, number)


@SHIPPED.press
async def look_at_shipped(interaction: Interaction) -> None:
    """Preview what the plan that ships with this release would change, as with any file."""
    caller, db = await organiser_of(interaction), interaction.client.db
    preview = await draft_service.propose(db, caller, lambda _: parse(shipped_text()))
    await reply(interaction, preview_panel(preview))


@UNDO.press
async def ask_undo(interaction: Interaction, number: int) -> None:
    """Show what an undo would change."""
    back = await as_organiser(interaction).read(queries.undo_preview, number)
    await rerender(interaction, undo_panel(back))


@UNDO_FOR_SURE.press
async def undo(interaction: Interaction, number: int) -> None:
    caller = await organiser_of(interaction)
    loaded = await service.undo(act_of(interaction), caller, number)
    await rerender(interaction, loaded_panel(loaded, caller.now))


async def _read(interaction: Interaction, text: str) -> PlanText:
    """The plan in a file's text, read in the worker's process, which can be ended."""
    try:
        return await interaction.client.worker.run(parse, text, timeout=_READ_SECONDS)
    except WorkerTimeout:
        raise UserError(
            "That file takes too long to read, so it is hardly a plan. Nothing changed; "
            "`/plan export` gives you one to begin from."
        ) from None


async def _downloaded(file: discord.Attachment) -> bytes:
    try:
        async with asyncio.timeout(_DOWNLOAD_SECONDS):
            return await file.read()
    except (discord.DiscordException, aiohttp.ClientError, TimeoutError):
        raise UserError(
            "Discord did not give me that file, so nothing changed. Try `/plan import` again."
        ) from None
