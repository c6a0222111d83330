"""Posting that a cycle began."""

from __future__ import annotations

from bot.client import Syllabot
from bot.cycles import queries
from bot.scheduling import Delivery, NothingToSend, Receipt
from cogs.common.sender import post
from cogs.cycles.links import about_closed
from cogs.cycles.start_panels import announcement_marker, announcement_panel


class BegunSender:
    """Sends `cycles.begun` deliveries to the announcements channel."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    async def send(self, delivery: Delivery) -> Receipt:
        """Post it, unless yet another cycle was closed meanwhile."""
        async with self.bot.db.read() as session:
            begun = await queries.begun(session, delivery.guild_id, int(delivery.subject))
        if begun is None:
            raise NothingToSend
        channel_id, marker = begun.group.announcements_channel_id, announcement_marker(begun)
        also = about_closed(self.bot, delivery.guild_id, begun.closed.number)
        panel = announcement_panel(begun, also)
        return await post(self.bot, delivery, channel_id, panel, marker=marker)
