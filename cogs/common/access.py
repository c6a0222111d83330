"""Who acts, and in which group: read from the interaction, never from what a client sends."""

from __future__ import annotations

import discord

from bot.client import Syllabot
from bot.errors import NotAllowed, NotFound, UserError
from bot.groups import service as groups
from bot.groups.queries import may_organise
from cogs.common.routes import Interaction

_ORGANISES = "organises"


async def group_of(interaction: Interaction) -> int:
    """The guild id that the person means: this server, or in direct messages their home.

    Raises:
        NotSetUp: in direct messages, and they are in no group.
        UserError: in direct messages, and they are in several and have not chosen, or the message
            that they act on is from before they chose another one.
    """
    if interaction.guild_id is not None:
        return interaction.guild_id
    shown_at = interaction.message.created_at if interaction.message else None
    async with interaction.client.db.read() as session:
        return await groups.home_of(session, interaction.user.id, shown_at=shown_at)


def named_group(interaction: Interaction, guild_id: int) -> int:
    """The group that a custom id names: this server's, or in direct messages any.

    Who the person is always comes from the interaction, so they act for themselves alone.

    Raises:
        NotFound: in a server, and the id names another one.
    """
    if interaction.guild_id not in (None, guild_id):
        raise NotFound("That belongs to another server, so it does not work here.")
    return guild_id


def group_name(bot: Syllabot, guild_id: int) -> str:
    """What people call the group: its server's name, as far as Discord has told it."""
    guild = bot.get_guild(guild_id)
    return "your study group" if guild is None else guild.name


def require_server(interaction: Interaction) -> int:
    """The guild id, for commands of a server.

    Raises:
        UserError: used in direct messages.
    """
    if interaction.guild_id is None:
        raise UserError("This works in the server, not in direct messages.")
    return interaction.guild_id


async def is_organiser(interaction: Interaction) -> bool:
    """Whether they may act as one here: by *Manage Server* or by a role; never in direct messages.

    Before a transaction, since roles are looked up in one; once an interaction.
    """
    known = interaction.extras.get(_ORGANISES)
    if known is None:
        known = interaction.extras[_ORGANISES] = await _may_organise(interaction)
    return bool(known)


def organises(interaction: Interaction) -> bool:
    """What `is_organiser` has found."""
    return bool(interaction.extras[_ORGANISES])


async def _may_organise(interaction: Interaction) -> bool:
    guild_id, user = interaction.guild_id, interaction.user
    if guild_id is None:
        return False
    if interaction.permissions.manage_guild:
        return True
    # The role @everyone, which has the server's id, never lets anybody.
    roles = [role.id for role in user.roles] if isinstance(user, discord.Member) else []
    roles = [role_id for role_id in roles if role_id != guild_id]
    if not roles:
        return False
    async with interaction.client.db.read() as session:
        return await may_organise(session, guild_id, roles)


async def require_organiser(interaction: Interaction) -> int:
    """The guild id, for organisers: those with *Manage Server*, or a role that may organise.

    Checked here because the default permission of a command is only a default, which a server's
    integration settings can change.

    Raises:
        NotAllowed: they are not one.
    """
    guild_id = require_server(interaction)
    if not await is_organiser(interaction):
        raise NotAllowed(
            "This is for organisers: it needs the *Manage Server* permission, or a role that may "
            "organise here."
        )
    return guild_id
