"""Every hour what waited in vain for somebody to come back is deleted, a few people at a time."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from discord.ext import commands

from bot.client import Syllabot
from bot.forgetting import grace, purge
from bot.groups import membership
from cogs.common.server_members import InServer, look

_EVERY = timedelta(hours=1)
_AT_ONCE, _TOLD_AT_ONCE = 20, 100

log = logging.getLogger(__name__)


class Departures(commands.Cog):
    """Ends the time that people, and servers that removed the bot, have for coming back."""

    def __init__(self, bot: Syllabot) -> None:
        """Delete as ``bot``, which is asked about its servers."""
        self.bot = bot
        bot.jobs.add("departures", self.run, every=_EVERY)

    async def run(self) -> None:
        """Delete a portion; nothing before Discord has told which servers the bot is in."""
        bot = self.bot
        if not bot.is_ready():
            return
        now = bot.clock.now()
        before = now - timedelta(days=bot.settings.privacy.grace_days)
        async with bot.db.read() as session:
            people = await purge.departed(session, before=before, limit=_AT_ONCE)
            groups = await purge.abandoned(session, before=before, limit=1)
        purged = 0
        for who in people:
            if await self._is_back(who):
                continue
            async with bot.db.begin() as session:
                purged += await purge.purge_person(
                    session, who.guild_id, who.user_id, before=before, now=now
                )
        for guild_id in groups:
            if bot.get_guild(guild_id) is None:
                async with bot.db.begin() as session:
                    await purge.purge_group(session, guild_id, before=before)
                log.info("A group that I was removed from is deleted")
        await self._tell(now)
        if purged:
            log.info("What is stored about %d who left is deleted", purged)

    async def _tell(self, now: datetime) -> None:
        """Let those whose time has begun know; where there is none, there is nothing to say."""
        bot = self.bot
        if not bot.settings.privacy.grace_days:
            return
        async with bot.db.read() as session:
            people = await grace.to_tell(session, limit=_TOLD_AT_ONCE)
        for guild_id, user_id in people:
            async with bot.db.begin() as session:
                await grace.tell(session, guild_id, user_id, now=now)

    async def _is_back(self, who: purge.Departed) -> bool:
        """Whether Discord says, or leaves open, that what made them departed is over."""
        bot = self.bot
        if who.has_left:
            return False
        if who.is_absent:
            return bot.get_guild(who.guild_id) is not None
        found = await look(bot, who.guild_id, who.user_id)
        if found is InServer.NO:
            return False
        async with bot.db.begin() as session:
            if found is InServer.YES:
                await membership.record_back(
                    session, who.guild_id, who.user_id, now=bot.clock.now()
                )
        return True
