"""Whether people are in a server, as Discord alone can say: direct messages do not tell.

Only Discord's own word that somebody is not there makes them gone. While it cannot be asked, who
was there stays there.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from enum import Enum, auto

import aiohttp
import discord

from bot.client import Syllabot
from bot.errors import NotInServer, UserError
from bot.groups import membership
from cogs.common.routes import Interaction

# Of the three that Discord waits for an answer; the library would try again for longer.
_SECONDS = 1.5
# Where nobody waits.
_UNHURRIED_SECONDS = 5.0
_UNKNOWN_MEMBER = 10007
KNOWN_FOR = timedelta(minutes=5)
"""For so long somebody who was found is not asked about again."""

_MOST_KNOWN = 1000

log = logging.getLogger(__name__)


class InServer(Enum):
    """What Discord says about a person and a server."""

    YES = auto()
    NO = auto()
    UNTOLD = auto()


class SeenInServers:
    """Who was found in which server a moment ago, so that not every press asks Discord."""

    def __init__(self, _bot: Syllabot) -> None:
        """Nobody was."""
        self._seen: dict[tuple[int, int], datetime] = {}

    async def close(self) -> None:
        """There is nothing to let go of."""

    def holds(self, guild_id: int, user_id: int, now: datetime) -> bool:
        """Whether the person was found there within the last minutes."""
        at = self._seen.get((guild_id, user_id))
        return at is not None and is_recent(at, now)

    def add(self, guild_id: int, user_id: int, now: datetime) -> None:
        """The person was found there."""
        if len(self._seen) >= _MOST_KNOWN:
            self._seen.clear()
        self._seen[guild_id, user_id] = now


async def _ask(bot: Syllabot, guild_id: int, user_id: int, *, seconds: float) -> InServer:
    """Ask Discord whether a person is in a server; that takes one request.

    Never inside a transaction.
    """
    try:
        async with asyncio.timeout(seconds):
            await bot.http.get_member(guild_id, user_id)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        if isinstance(error, discord.NotFound) and error.code == _UNKNOWN_MEMBER:
            return InServer.NO
        log.info("Discord does not say whether somebody is in a server: %r", error)
        return InServer.UNTOLD
    return InServer.YES


async def look(bot: Syllabot, guild_id: int, user_id: int) -> InServer:
    """Ask Discord, while nobody waits for an answer."""
    return await _ask(bot, guild_id, user_id, seconds=_UNHURRIED_SECONDS)


async def require_in_server(interaction: Interaction, guild_id: int) -> None:
    """Let nobody through who is not in the server with this id, asked anew: for who may join.

    Raises:
        NotInServer: they are not in it, or I am not.
        UserError: Discord does not say, or not in time.
    """
    if interaction.client.get_guild(guild_id) is None:
        raise NotInServer
    if await _is_in_now(interaction, guild_id) is InServer.UNTOLD:
        raise _untold()


async def refuse_gone(interaction: Interaction, guild_id: int) -> None:
    """Let nobody through who is known not to be in the server, which I need not be in either.

    Raises:
        NotInServer: they are not in it.
    """
    await _is_in(interaction, guild_id)


async def welcome_back(interaction: Interaction, guild_id: int) -> None:
    """Let a member who was gone be here again, now that they are found in the server.

    Raises:
        UserError: in direct messages, where Discord does not say that they are.
    """
    if interaction.guild_id is None and await _is_in(interaction, guild_id) is InServer.UNTOLD:
        raise _untold()
    bot = interaction.client
    async with bot.db.begin() as session:
        await membership.record_back(session, guild_id, interaction.user.id, now=bot.clock.now())


async def _is_in(interaction: Interaction, guild_id: int) -> InServer:
    """As `_is_in_now`; whoever was found there a moment ago is taken to be there."""
    bot = interaction.client
    if bot.part(SeenInServers).holds(guild_id, interaction.user.id, bot.clock.now()):
        return InServer.YES
    return await _is_in_now(interaction, guild_id)


async def _is_in_now(interaction: Interaction, guild_id: int) -> InServer:
    """What Discord says of whoever acts; never *no*, which is recorded and raised."""
    bot, user_id = interaction.client, interaction.user.id
    now = bot.clock.now()
    found = await _ask(bot, guild_id, user_id, seconds=_SECONDS)
    if found is InServer.YES:
        bot.part(SeenInServers).add(guild_id, user_id, now)
    elif found is InServer.NO:
        async with bot.db.begin() as session:
            await membership.record_gone(session, guild_id, user_id, now=now)
        raise NotInServer
    return found


def is_recent(at: datetime, now: datetime) -> bool:
    """Whether Discord was asked within the last minutes; not where the clock was set back."""
    return timedelta(0) <= now - at < KNOWN_FOR


def _untold() -> UserError:
    return UserError(
        "Discord does not tell me right now whether you are in that server. Press this in the "
        "server itself, or try again in a minute."
    )
