"""Whether a person is in a server, as Discord alone can say: direct messages do not tell."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
import discord

from bot.errors import NotFound, UserError
from cogs.common.routes import Interaction

# Of the three that Discord waits for an answer; the library would try again for longer.
_SECONDS = 1.5

log = logging.getLogger(__name__)


async def require_in_server(interaction: Interaction, guild_id: int) -> None:
    """Let nobody through who is not in the server with this id. Never inside a transaction.

    Raises:
        NotFound: they are not in it, or I am not.
        UserError: Discord does not say, or not in time.
    """
    guild = interaction.client.get_guild(guild_id)
    if guild is None:
        raise _not_there()
    try:
        async with asyncio.timeout(_SECONDS):
            await guild.fetch_member(interaction.user.id)
    except (discord.NotFound, discord.Forbidden):
        raise _not_there() from None
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.warning("Discord does not say who is in a server: %r", error)
        raise UserError(
            "Discord does not tell me right now whether you are in that server. Press this in the "
            "server itself, or try again in a minute."
        ) from None


def _not_there() -> NotFound:
    return NotFound("You are not in that server, as far as I can see. Use `/join` in the server.")
