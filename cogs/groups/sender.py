"""Posting the invitation to join."""

from __future__ import annotations

from bot.client import Syllabot
from bot.groups.queries import get_group
from bot.scheduling import Delivery, Receipt
from cogs.common.access import group_name
from cogs.common.sender import post
from cogs.groups.join_panels import invitation_marker, invitation_panel
from cogs.groups.organising import about


class InvitationSender:
    """Sends `groups.invitation` to the announcements channel."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    async def send(self, delivery: Delivery) -> Receipt:
        """Post what the group is and how to join it."""
        guild_id = delivery.guild_id
        async with self.bot.db.read() as session:
            group = await get_group(session, guild_id)
            said = await about(session, guild_id, self.bot)
        panel = invitation_panel(guild_id, group_name(self.bot, guild_id), said, delivery.id)
        marker = invitation_marker(guild_id, delivery.id)
        return await post(self.bot, delivery, group.announcements_channel_id, panel, marker=marker)
