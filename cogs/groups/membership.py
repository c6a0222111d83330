"""The weekly look at who is still in their group's server, a few members at a time."""

from __future__ import annotations

from datetime import timedelta

from discord.ext import commands

from bot.client import Syllabot
from bot.groups import membership
from cogs.common.server_members import InServer, look

_EVERY = timedelta(minutes=10)
# One request each, one after another: a few a second, far below Discord's limits.
_AT_ONCE = 50


class MembershipSweep(commands.Cog):
    """Asks once a week about those about whom nothing else asked: who left, who came back."""

    def __init__(self, bot: Syllabot) -> None:
        """Ask as ``bot``."""
        self.bot = bot
        bot.jobs.add("membership", self.run, every=_EVERY)

    async def run(self) -> None:
        """Ask about those whose week is over, until Discord cannot be asked."""
        bot, now = self.bot, self.bot.clock.now()
        async with bot.db.read() as session:
            people = await membership.to_check(session, now=now, limit=_AT_ONCE)
        for guild_id, user_id in people:
            found = await look(bot, guild_id, user_id)
            if found is InServer.UNTOLD:
                return
            record = membership.record_gone if found is InServer.NO else membership.record_back
            async with bot.db.begin() as session:
                if not await record(session, guild_id, user_id, now=now):
                    await membership.record_checked(session, guild_id, [user_id], now=now)
