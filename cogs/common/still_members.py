"""Whether members are still in the server, asked before a message to them; of many at once.

A question over REST is one of the fifty requests a second that the messages need as well. Over the
gateway one question is about a hundred members, so that a morning when a prompt is due to all of a
large group takes no longer for it. Only whom Discord then names is taken to be there: about
everybody else it is asked by REST, whose refusal alone makes somebody gone.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from datetime import datetime

import aiohttp
import discord

from bot.client import Syllabot
from bot.groups import membership
from bot.groups.values import Member
from cogs.common.refusals import PersonGone
from cogs.common.server_members import KNOWN_FOR, InServer, SeenInServers, is_recent, look

_MOST = 100
"""Members in one question, as Discord has it."""
_FEWEST = 10
"""For fewer a question is too dear: the gateway takes about two a second, of any kind."""
_SECONDS = 5.0
_RESTS = 60.0
"""Seconds without such questions, after one to which Discord named nobody."""

log = logging.getLogger(__name__)


async def require_still_in_server(bot: Syllabot, member: Member) -> None:
    """Look whether a member is still in the server, unless that was done a moment ago.

    Raises:
        PersonGone: Discord says that they are not.
    """
    now = bot.clock.now()
    if member.checked_at is not None and is_recent(member.checked_at, now):
        return
    if await bot.part(AskedTogether).finds(member.guild_id, member.user_id):
        return
    found = await look(bot, member.guild_id, member.user_id)
    if found is InServer.NO:
        raise PersonGone
    if found is InServer.YES:
        async with bot.db.begin() as session:
            await membership.record_checked(session, member.guild_id, [member.user_id], now=now)


class AskedTogether:
    """Questions about all to whom something is due in a server, one after another for each."""

    def __init__(self, bot: Syllabot) -> None:
        """Ask as ``bot``."""
        self._bot = bot
        self._seen = SeenInServers(bot)
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: defaultdict[int, set[int]] = defaultdict(set)
        self._rests_until = 0.0

    async def close(self) -> None:
        """There is nothing to let go of."""

    async def finds(self, guild_id: int, user_id: int) -> bool:
        """Whether the person is found in the server, among others. If not, that says nothing."""
        now, waiting = self._bot.clock.now(), self._waiting[guild_id]
        waiting.add(user_id)
        try:
            async with self._locks[guild_id]:
                if not self._seen.holds(guild_id, user_id, now):
                    await self._ask(guild_id, now)
                return self._seen.holds(guild_id, user_id, now)
        finally:
            waiting.discard(user_id)

    async def _ask(self, guild_id: int, now: datetime) -> None:
        """Ask about who waits and whoever is next, where they are many."""
        bot, loop = self._bot, asyncio.get_running_loop()
        guild = bot.get_guild(guild_id)
        if guild is None or loop.time() < self._rests_until or bot.is_ws_ratelimited():
            return
        async with bot.db.read() as session:
            since = now - KNOWN_FOR
            others = await membership.due_unchecked(session, guild_id, since, now, limit=_MOST)
        waiting = [
            each for each in self._waiting[guild_id] if not self._seen.holds(guild_id, each, now)
        ]
        asked = list(dict.fromkeys([*waiting, *others]))[:_MOST]
        if len(asked) < _FEWEST:
            return
        here = await self._named(guild, asked)
        if not here:
            self._rests_until = loop.time() + _RESTS
            return
        for each in here:
            self._seen.add(guild_id, each, now)
        async with bot.db.begin() as session:
            await membership.record_checked(session, guild_id, here, now=now)

    async def _named(self, guild: discord.Guild, asked: list[int]) -> list[int]:
        """Those whom Discord names; nobody where it does not answer."""
        try:
            async with asyncio.timeout(_SECONDS):
                found = await guild.query_members(user_ids=asked, limit=_MOST, cache=False)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.info("Discord does not say who of %d is in a server: %r", len(asked), error)
            return []
        return [each.id for each in found]
