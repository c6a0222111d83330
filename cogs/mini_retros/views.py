"""The buttons and the form of mini-retros."""

from __future__ import annotations

from datetime import date

from bot.mini_retros import queries, service
from cogs.common.callers import as_member
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction
from cogs.mini_retros.panels import form, panel
from cogs.mini_retros.routes import COUNT, MONTH, OPEN, WRITE


@OPEN.press
async def look(interaction: Interaction, guild_id: int, month: date) -> None:
    found = await as_member(interaction, guild_id).read(queries.see, month)
    await reply(interaction, panel(found, guild_id))


@MONTH.press
async def look_at_another(interaction: Interaction, guild_id: int, month: date) -> None:
    found = await as_member(interaction, guild_id).read(queries.see, month)
    await rerender(interaction, panel(found, guild_id))


@WRITE.press
async def ask(interaction: Interaction, guild_id: int, month: date) -> None:
    found = await as_member(interaction, guild_id).read(queries.see, month)
    await open_form(interaction, form(found, guild_id))


@WRITE.form
async def write(interaction: Interaction, fields: Fields, guild_id: int, month: date) -> None:
    found = await as_member(interaction, guild_id).act(
        service.write, month, worked=fields.get("worked", ""), adjust=fields.get("adjust", "")
    )
    await rerender(interaction, panel(found, guild_id))


@COUNT.press
async def count(interaction: Interaction, guild_id: int, month: date, number: int) -> None:
    found = await as_member(interaction, guild_id).act(service.count, month, number)
    await rerender(interaction, panel(found, guild_id))
