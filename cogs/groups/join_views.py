"""The buttons and the form of joining."""

from __future__ import annotations

from bot.inputs.zones import read_zone
from cogs.common.access import named_group
from cogs.common.forms import Form, text_field
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, chosen_one
from cogs.groups import joining, members
from cogs.groups.routes import (
    JOIN,
    JOIN_BESIDE,
    JOIN_LAST,
    JOIN_PICK_ZONE,
    JOIN_ZONE,
    JOIN_ZONE_FITS,
)


@JOIN.press
async def join(interaction: Interaction, guild_id: int) -> None:
    await rerender(interaction, await joining.begin(interaction, guild_id))
    await joining.open_conversation(interaction, guild_id)


@JOIN_BESIDE.press
async def join_beside(interaction: Interaction, guild_id: int, _delivery_id: int) -> None:
    """Answer anew, so that the message stays, with what it gives back or says to others."""
    await reply(interaction, await joining.begin(interaction, guild_id))
    await joining.open_conversation(interaction, guild_id)


@JOIN_ZONE_FITS.press
async def zone_fits(interaction: Interaction, guild_id: int) -> None:
    await rerender(interaction, await joining.zone_fits(interaction, guild_id))


@JOIN_ZONE.press
async def open_zone(interaction: Interaction, guild_id: int) -> None:
    member = await members.own(interaction, guild_id)
    field = text_field(
        "zone",
        "City or time zone",
        hint="A large city near you.",
        example="Lisbon",
        max_length=100,
    )
    await open_form(interaction, Form("Your city", JOIN_ZONE(member.guild_id), fields=[field]))


@JOIN_ZONE.form
async def set_zone(interaction: Interaction, fields: Fields, guild_id: int) -> None:
    """Take the zone; several that fit are offered, each with its time."""
    pick = JOIN_PICK_ZONE(named_group(interaction, guild_id))
    zone = await members.typed_zone(interaction, fields.get("zone", ""), pick)
    if zone is not None:
        await rerender(interaction, await joining.choose_zone(interaction, guild_id, zone))


@JOIN_PICK_ZONE.press
async def pick_zone(interaction: Interaction, guild_id: int) -> None:
    zone = await read_zone(chosen_one(interaction))
    await rerender(interaction, await joining.choose_zone(interaction, guild_id, zone))


@JOIN_LAST.press
async def leave_for_later(interaction: Interaction, guild_id: int) -> None:
    """Show the answer to joining; what was asked can be chosen later."""
    await rerender(interaction, await joining.joined(interaction, guild_id))
