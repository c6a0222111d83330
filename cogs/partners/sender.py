"""The deliveries of study partners: rounds, introductions, and messages to members."""

from __future__ import annotations

import logging
from typing import Final

import discord

from bot.client import Syllabot
from bot.errors import WorkerError
from bot.partners import rounds, telling
from bot.partners.matching import match
from bot.partners.values import MAX_TROUBLE, Introduction, Why
from bot.scheduling import Delivery, NothingToSend, Receipt, TryLater, Undeliverable
from cogs.common.permissions import missing
from cogs.common.refusals import sending
from cogs.common.sender import post, send_if_open
from cogs.common.text import cut
from cogs.partners.routes import THREAD_PERMISSIONS
from cogs.partners.told_panels import marker, opening_panel, stop_id, thread_name, told_panel

log = logging.getLogger(__name__)

_TRIES = 3
"""So often a round is matched anew because somebody came or went meanwhile."""
_SECONDS = 60.0
_WEEK_MINUTES: Final = 10080


class PartnerSender:
    """Makes rounds and tells of them; each can be done again."""

    def __init__(self, bot: Syllabot) -> None:
        """Send through ``bot``."""
        self.bot = bot

    async def round(self, delivery: Delivery) -> Receipt:
        """Match who takes part, in the worker; there is nothing to post."""
        for _ in range(_TRIES):
            now = self.bot.clock.now()
            async with self.bot.db.read() as session:
                pool = await rounds.to_match(session, delivery, now)
            try:
                matching = await self.bot.worker.run(
                    match,
                    pool.candidates,
                    pool.not_with,
                    dict(pool.met_before),
                    pool.number,
                    timeout=_SECONDS,
                )
            except WorkerError as error:
                raise TryLater from error
            async with self.bot.db.begin() as session:
                is_made = await rounds.make(session, delivery, pool, matching, now)
            if is_made:
                raise NothingToSend
        raise TryLater

    async def introduce(self, delivery: Delivery) -> Receipt:
        """Open a pair's thread with its first words; without it each is told by message."""
        now = self.bot.clock.now()
        async with self.bot.db.begin() as session:
            found = await telling.to_introduce(session, delivery, now)
        if found is None:
            raise NothingToSend
        try:
            receipt = await self._in_thread(delivery, found)
        except Undeliverable as error:
            log.info("No thread for a pair in channel %d: %s", found.channel_id, error.reason)
            async with self.bot.db.begin() as session:
                await telling.note(session, found, trouble=cut(error.reason, MAX_TROUBLE))
                await telling.introduce_by_message(session, found, now)
            raise NothingToSend from None
        async with self.bot.db.begin() as session:
            await telling.note(session, found, is_introduced=True)
        return receipt

    async def message(self, delivery: Delivery) -> Receipt:
        """Tell one member."""
        now = self.bot.clock.now()
        async with self.bot.db.read() as session:
            member, subject, pair = await telling.to_send(session, delivery, now)
            common = None
            if subject.why is Why.HELLO and pair is not None:
                common = await telling.introduction(session, delivery.guild_id, pair.id, now)
        panel = told_panel(delivery, subject, pair, common)
        return await send_if_open(self.bot, delivery, member, panel, marker=stop_id(delivery))

    async def _in_thread(self, delivery: Delivery, found: Introduction) -> Receipt:
        thread_id = found.thread_id
        if thread_id is None:
            thread_id = await self._thread(delivery, found)
            async with self.bot.db.begin() as session:
                await telling.note(session, found, thread_id=thread_id, trouble=None)
        thread = self.bot.get_partial_messageable(thread_id, guild_id=found.guild_id)
        receipt = await post(
            self.bot, delivery, thread.id, opening_panel(found), marker=marker(found)
        )
        for user_id in found.members:
            # Whoever leaves the pair meanwhile is not brought together with the others.
            async with self.bot.db.read() as session:
                if user_id not in await telling.together_now(session, found):
                    continue
            try:
                with sending():
                    await self.bot.http.add_user_to_thread(thread_id, user_id)
            except Undeliverable as error:
                # Whoever is gone is found to be by others; the rest of the pair goes on.
                log.info("Somebody cannot be brought into a thread: %s", error.reason)
        return receipt

    async def _thread(self, delivery: Delivery, found: Introduction) -> int:
        """A private thread for the pair: that of an earlier try, or a new one."""
        guild = self.bot.get_guild(found.guild_id)
        if guild is None:
            raise TryLater
        channel = guild.get_channel(found.channel_id)
        if not isinstance(channel, discord.TextChannel):
            raise Undeliverable("the announcements channel is gone")
        lacking = missing(channel, THREAD_PERMISSIONS)
        if lacking:
            # A thread in which I may not write would stay, empty.
            raise Undeliverable(f"I lack {', '.join(lacking)} there")
        name = thread_name(found)
        with sending():
            if delivery.attempt > 1:
                for thread in await guild.active_threads():
                    mine = self.bot.user is not None and thread.owner_id == self.bot.user.id
                    if mine and thread.parent_id == channel.id and thread.name == name:
                        return thread.id
            made = await channel.create_thread(
                name=name,
                type=discord.ChannelType.private_thread,
                invitable=False,
                auto_archive_duration=_WEEK_MINUTES,
            )
        return made.id
