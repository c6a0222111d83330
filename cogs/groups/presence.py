"""Notices when the bot is removed from a server and when it comes back."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.client import Syllabot
from bot.groups import presence


class Presence(commands.Cog):
    """Keeps what the database says of the bot's servers true, and deliveries to those it is in."""

    def __init__(self, bot: Syllabot) -> None:
        """Let nothing be sent where ``bot`` is not."""
        self.bot = bot
        bot.deliveries.only_where(self.is_in)

    async def is_in(self, guild_id: int) -> bool:
        """Whether the bot is in this server; waits until Discord has told which those are."""
        await self.bot.wait_until_ready()
        if self._tells_of(guild_id):
            return self.bot.get_guild(guild_id) is not None
        async with self.bot.db.read() as session:
            return await presence.is_present(session, guild_id)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Note what changed while there was no connection."""
        async with self.bot.db.begin() as session:
            await presence.record_presence(
                session,
                is_in=lambda guild_id: self.bot.get_guild(guild_id) is not None,
                seen=self._tells_of,
                now=self.bot.clock.now(),
            )

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was invited, perhaps again."""
        await self.on_guild_available(guild)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """The server is there, after an outage or since the bot is in it."""
        async with self.bot.db.begin() as session:
            await presence.record_return(session, guild.id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed; an outage of Discord's is told in another way."""
        async with self.bot.db.begin() as session:
            await presence.record_absence(session, guild.id, now=self.bot.clock.now())

    def _tells_of(self, guild_id: int) -> bool:
        """Whether Discord tells this process about the server, rather than another one's shards."""
        shards = self.bot.shard_ids
        return shards is None or (guild_id >> 22) % (self.bot.shard_count or 1) in shards
