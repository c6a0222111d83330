"""The deliveries of sessions: the panel, the event, messages to those who come, and the end."""

from __future__ import annotations

import logging

import discord

from bot.client import Syllabot
from bot.groups.queries import get_group
from bot.public_panels import PostedMessage
from bot.scheduling import Delivery, NothingToSend, Receipt
from bot.sessions import meetings, telling
from bot.sessions.queries import get_meeting
from bot.sessions.values import PANEL, Meeting
from cogs.common import public_panels
from cogs.common.refusals import sending
from cogs.common.sender import delete_message, edit_panel, post, send_if_open
from cogs.sessions.panels import meeting_marker, stop_id, told_panel

log = logging.getLogger(__name__)


class SessionSender:
    """Brings what stands on Discord to what the database says; each can be done again."""

    def __init__(self, bot: Syllabot) -> None:
        """Send through ``bot``."""
        self.bot = bot

    async def panel(self, delivery: Delivery) -> Receipt:
        """Post a meeting's panel, or bring it up to date."""
        meeting = await self._meeting(delivery)
        if meeting.panel is not None:
            return await self._edit(meeting, meeting.panel)
        if meeting.is_over:
            raise NothingToSend
        async with self.bot.db.read() as session:
            channel_id = (await get_group(session, meeting.guild_id)).announcements_channel_id
        panel = await public_panels.render(self.bot, PANEL, meeting.guild_id, meeting.id)
        receipt = await post(self.bot, delivery, channel_id, panel, marker=meeting_marker(meeting))
        if receipt.message_id is None:
            return receipt
        message = PostedMessage(receipt.channel_id, receipt.message_id)
        async with self.bot.db.begin() as session:
            is_kept = await meetings.panel_posted(session, meeting.guild_id, meeting.id, message)
        if not is_kept:
            await delete_message(self.bot, message)
        # Somebody may have said that they come before it was known where the panel stands.
        await public_panels.refresh(self.bot, PANEL, meeting.guild_id, meeting.id)
        return receipt

    async def tell(self, delivery: Delivery) -> Receipt:
        """Let a message fall due for each who comes; there is nothing to post."""
        async with self.bot.db.begin() as session:
            await telling.tell(session, delivery, now=self.bot.clock.now())
        raise NothingToSend

    async def message(self, delivery: Delivery) -> Receipt:
        """Tell one who comes."""
        async with self.bot.db.read() as session:
            member, told = await telling.to_send(session, delivery, now=self.bot.clock.now())
        panel = told_panel(told, delivery)
        return await send_if_open(self.bot, delivery, member, panel, marker=stop_id(delivery))

    async def over(self, delivery: Delivery) -> Receipt:
        """End a meeting, and let the next one open."""
        async with self.bot.db.begin() as session:
            meeting_id, now = int(delivery.subject), self.bot.clock.now()
            await meetings.time_is_up(session, delivery.guild_id, meeting_id, now)
        raise NothingToSend

    async def _edit(self, meeting: Meeting, there: PostedMessage) -> Receipt:
        panel = await public_panels.render(self.bot, PANEL, meeting.guild_id, meeting.id)
        with sending():
            try:
                await edit_panel(self.bot, there.channel_id, there.message_id, panel)
            except discord.NotFound:
                log.info("The panel of a session was deleted: it is not edited any more")
                async with self.bot.db.begin() as session:
                    await meetings.panel_gone(session, meeting)
                raise NothingToSend from None
        return Receipt(there.channel_id, there.message_id)

    async def _meeting(self, delivery: Delivery) -> Meeting:
        meeting_id = int(delivery.subject.partition(":")[0])
        async with self.bot.db.read() as session:
            return await get_meeting(session, delivery.guild_id, meeting_id)
