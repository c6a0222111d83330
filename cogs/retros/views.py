"""The buttons and forms around cards."""

from __future__ import annotations

from typing import Any

from bot.errors import NotFound
from bot.groups import service as groups
from bot.retros import cards
from bot.retros import service as retros
from cogs.common.access import group_of
from cogs.common.panels import Panel
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes, whole
from cogs.retros.card_panels import (
    any_card_form,
    card_added,
    card_form,
    edit_form,
    own_cards_panel,
    remove_panel,
)
from cogs.retros.messages import refresh_panel
from cogs.retros.panels import late_panel
from cogs.retros.summary_panels import reader_panel

routes = Routes()


async def write_any_card(interaction: Interaction) -> None:
    """Open the form of ``/retro card``, with the open retro's columns to choose from."""
    async with interaction.client.db.read() as session:
        guild_id = await group_of(interaction, session)
        await groups.get_member(session, guild_id, interaction.user.id)
        retro = await retros.current_retro(session, guild_id)
    await interaction.response.send_modal(any_card_form(retro))


@routes.press("retro:card", int, int)
async def write_card(interaction: Interaction, retro_id: int, position: int) -> None:
    """Open the form for a card in one column."""
    async with interaction.client.db.read() as session:
        guild_id = await group_of(interaction, session)
        await groups.get_member(session, guild_id, interaction.user.id)
        retro = await retros.get_retro(session, guild_id, retro_id)
    if retro.is_open:
        await interaction.response.send_modal(card_form(retro, retro.column(position)))
        return
    await reply(interaction, late_panel(retro))
    await refresh_panel(interaction.client, guild_id, retro_id)


@routes.form("retro:card", int, int)
async def add_card(
    interaction: Interaction, fields: dict[str, Any], retro_id: int, position: int
) -> None:
    """Keep the card, say so to its author, and count it on the panel."""
    async with interaction.client.db.begin() as session:
        guild_id = await group_of(interaction, session)
        card = await cards.add_card(
            session,
            guild_id,
            interaction.user.id,
            retro_id,
            position,
            str(fields.get("text", "")),
            now=interaction.client.clock.now(),
        )
        retro = await retros.get_retro(session, guild_id, retro_id)
    await reply(interaction, card_added(retro, card))
    await refresh_panel(interaction.client, guild_id, retro_id)


@routes.form("retro:anycard", int)
async def add_any_card(interaction: Interaction, fields: dict[str, Any], retro_id: int) -> None:
    """As :func:`add_card`, with the column that was chosen in the form."""
    try:
        (position,) = map(whole, fields.get("column", []))
    except ValueError:
        raise NotFound("That retro has no such column.") from None
    await add_card(interaction, fields, retro_id, position)


@routes.press("retro:mine", int)
async def show_own_cards(interaction: Interaction, retro_id: int) -> None:
    """Show an author's named cards, in a private answer to a public panel."""
    await reply(interaction, await _own_cards(interaction, retro_id, 0))


@routes.press("retro:minepage", int, int)
async def turn_own_cards(interaction: Interaction, retro_id: int, page: int) -> None:
    """Show another page of them, in place."""
    await rerender(interaction, await _own_cards(interaction, retro_id, page))


@routes.press("retro:edit", int)
async def rewrite_card(interaction: Interaction, card_id: int) -> None:
    """Open the form with an own card."""
    async with interaction.client.db.read() as session:
        guild_id = await group_of(interaction, session)
        card = await cards.own_card(session, guild_id, interaction.user.id, card_id)
    await interaction.response.send_modal(edit_form(card))


@routes.form("retro:edit", int)
async def edit_card(interaction: Interaction, fields: dict[str, Any], card_id: int) -> None:
    """Keep what an own card says now."""
    async with interaction.client.db.begin() as session:
        guild_id = await group_of(interaction, session)
        text = str(fields.get("text", ""))
        card = await cards.edit_card(session, guild_id, interaction.user.id, card_id, text)
        retro = await retros.get_retro(session, guild_id, card.retro_id)
        mine = await cards.own_cards(session, guild_id, interaction.user.id, retro.id)
    await rerender(interaction, own_cards_panel(retro, mine, 0))


@routes.press("retro:remove", int)
async def ask_to_remove(interaction: Interaction, card_id: int) -> None:
    """Ask once more."""
    async with interaction.client.db.read() as session:
        guild_id = await group_of(interaction, session)
        card = await cards.own_card(session, guild_id, interaction.user.id, card_id)
    await rerender(interaction, remove_panel(card))


@routes.press("retro:removed", int)
async def remove_card(interaction: Interaction, card_id: int) -> None:
    """Take an own card away."""
    async with interaction.client.db.begin() as session:
        guild_id = await group_of(interaction, session)
        card = await cards.remove_card(session, guild_id, interaction.user.id, card_id)
        retro = await retros.get_retro(session, guild_id, card.retro_id)
        mine = await cards.own_cards(session, guild_id, interaction.user.id, retro.id)
    await rerender(interaction, own_cards_panel(retro, mine, 0))
    await refresh_panel(interaction.client, guild_id, retro.id)


@routes.press("retro:read", int)
async def read_all(interaction: Interaction, retro_id: int) -> None:
    """Show every revealed card in full, in a private answer to the summary."""
    await reply(interaction, await _reader(interaction, retro_id, 0))


@routes.press("retro:page", int, int)
async def turn_reader(interaction: Interaction, retro_id: int, page: int) -> None:
    """Show another page of them, in place."""
    await rerender(interaction, await _reader(interaction, retro_id, page))


async def _own_cards(interaction: Interaction, retro_id: int, page: int) -> Panel:
    async with interaction.client.db.read() as session:
        guild_id = await group_of(interaction, session)
        retro = await retros.get_retro(session, guild_id, retro_id)
        mine = await cards.own_cards(session, guild_id, interaction.user.id, retro_id)
    return own_cards_panel(retro, mine, page)


async def _reader(interaction: Interaction, retro_id: int, page: int) -> Panel:
    async with interaction.client.db.read() as session:
        guild_id = await group_of(interaction, session)
        retro, shown = await cards.revealed_cards(session, guild_id, retro_id)
    return reader_panel(retro, shown, page)
