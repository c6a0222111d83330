"""Who acts, and in which group: read from the interaction, never from what a client sends."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowed, UserError
from bot.groups import service as groups
from cogs.common.routes import Interaction


async def group_of(interaction: Interaction, session: AsyncSession) -> int:
    """The guild id that the person means: this server, or in direct messages their home.

    Raises:
        NotSetUp: in direct messages, and they are in no group.
        UserError: in direct messages, and they are in several and have not chosen.
    """
    if interaction.guild_id is not None:
        return interaction.guild_id
    return await groups.home_of(session, interaction.user.id)


def require_server(interaction: Interaction) -> int:
    """The guild id, for commands of a server.

    Raises:
        UserError: used in direct messages.
    """
    if interaction.guild_id is None:
        raise UserError("This works in the server, not in direct messages.")
    return interaction.guild_id


def require_organiser(interaction: Interaction) -> int:
    """The guild id, for organisers: those with Manage Server.

    Checked here because the default permission of a command is only a default, which a server's
    integration settings can change.

    Raises:
        NotAllowed: they are not one.
    """
    guild_id = require_server(interaction)
    if not interaction.permissions.manage_guild:
        raise NotAllowed("This is for organisers: it needs the *Manage Server* permission.")
    return guild_id
