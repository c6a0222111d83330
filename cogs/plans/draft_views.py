"""Importing, confirming and undoing a change of the plan."""

from __future__ import annotations

import asyncio

import aiohttp
import discord

from bot.db import Database
from bot.errors import UserError
from bot.milestones.progress import members_affected
from bot.plans import draft_service, queries, service
from bot.plans.loader import MAX_BYTES, PlanError, decode, parse
from bot.plans.values import Preview
from cogs.common.access import group_of, is_organiser, require_organiser
from cogs.common.panels import Panel
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes
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
from cogs.plans.version_panels import PER_PAGE, versions_panel

_DOWNLOAD_SECONDS = 20

routes = Routes()


async def bring_in(interaction: Interaction, file: discord.Attachment) -> None:
    """Check a plan file, and preview what it would change or say what is wrong with it."""
    guild_id, bot = require_organiser(interaction), interaction.client
    if file.size > MAX_BYTES:
        raise UserError("That file is larger than 1 MiB, so it is no plan. Nothing changed.")
    await interaction.response.defer(ephemeral=True, thinking=True)
    try:
        source = decode(await _downloaded(file))
        preview = await draft_service.propose(
            bot.db, guild_id, interaction.user.id, lambda _: parse(source), now=bot.clock.now()
        )
    except PlanError as error:
        panel, files = problems_answer(error.problems)
        await reply(interaction, panel, files=files)
        return
    await reply(interaction, await preview_of(bot.db, guild_id, preview))


async def preview_of(db: Database, guild_id: int, preview: Preview) -> Panel:
    """A preview, with how many members each change concerns."""
    async with db.read() as session:
        counts = await members_affected(session, guild_id, preview.changes.disturbed)
    return preview_panel(preview, counts)


async def version_list(interaction: Interaction, page: int = 0) -> Panel:
    """The versions of the group's plan."""
    page = max(page, 0)
    async with interaction.client.db.read() as session:
        guild_id = await group_of(interaction, session)
        found = await queries.history(
            session,
            guild_id,
            now=interaction.client.clock.now(),
            offset=min(page * PER_PAGE, 2**31),
            limit=PER_PAGE,
        )
    if page and not found.versions:
        return await version_list(interaction)
    return versions_panel(found, page, organiser=is_organiser(interaction))


async def give_file(interaction: Interaction, number: int | None = None) -> None:
    """The TOML file of a version; without ``number`` of the one in force."""
    async with interaction.client.db.read() as session:
        guild_id = await group_of(interaction, session)
        found = await queries.source_of(session, guild_id, number)
    headline = f"**The plan, version {found.number}**\n{contents(found.plan)}."
    panel, files = file_answer(headline, f"{found.plan.plan.id}.toml", found.text)
    await reply(interaction, panel, files=files)


@routes.press("plan:confirm", int, str)
async def confirm(interaction: Interaction, based_on: int, key: str) -> None:
    """Put the draft in force, unless another version came since."""
    guild_id, db = require_organiser(interaction), interaction.client.db
    now = interaction.client.clock.now()
    done = await draft_service.confirm(db, guild_id, interaction.user.id, based_on, key, now=now)
    if isinstance(done, Preview):
        panel = await preview_of(db, guild_id, done)
    else:
        panel = loaded_panel(done, now)
    await rerender(interaction, panel)


@routes.press("plan:cancel", str)
async def cancel(interaction: Interaction, key: str) -> None:
    """Drop the draft."""
    guild_id = require_organiser(interaction)
    async with interaction.client.db.begin() as session:
        await draft_service.discard(session, guild_id, interaction.user.id, key)
    await rerender(interaction, cancelled_panel())


@routes.press("plan:changes", str)
async def all_changes(interaction: Interaction, key: str) -> None:
    """Every change of the draft, as a file."""
    guild_id, db = require_organiser(interaction), interaction.client.db
    found = await draft_service.pending(db, guild_id, interaction.user.id, key)
    async with db.read() as session:
        counts = await members_affected(session, guild_id, found.changes.disturbed)
    text = whole_list(found.changes, found.plan, counts)
    panel, files = file_answer("**All that your change does**", "changes.txt", text)
    await reply(interaction, panel, files=files)


@routes.press("plan:versions", int)
async def turn_versions(interaction: Interaction, page: int) -> None:
    """A page of the versions."""
    await rerender(interaction, await version_list(interaction, page))


@routes.press("plan:file", int)
async def download(interaction: Interaction, number: int) -> None:
    """The file of one version."""
    await give_file(interaction, number)


@routes.press("plan:undo", int)
async def ask_undo(interaction: Interaction, number: int) -> None:
    """What an undo would change."""
    guild_id = require_organiser(interaction)
    async with interaction.client.db.read() as session:
        back = await queries.undo_preview(
            session, guild_id, number, now=interaction.client.clock.now()
        )
        counts = await members_affected(session, guild_id, back.changes.disturbed)
    await rerender(interaction, undo_panel(back, counts))


@routes.press("plan:back", int)
async def undo(interaction: Interaction, number: int) -> None:
    """Take the newest version back."""
    guild_id = require_organiser(interaction)
    now = interaction.client.clock.now()
    db = interaction.client.db
    loaded = await service.undo(db, guild_id, interaction.user.id, number, now=now)
    await rerender(interaction, loaded_panel(loaded, now))


async def _downloaded(file: discord.Attachment) -> bytes:
    try:
        async with asyncio.timeout(_DOWNLOAD_SECONDS):
            return await file.read()
    except (discord.DiscordException, aiohttp.ClientError, TimeoutError):
        raise UserError(
            "Discord did not give me that file, so nothing changed. Try `/plan import` again."
        ) from None
