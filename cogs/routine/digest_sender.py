"""Posts the week's digest to the announcements channel; a week without a line passes in silence."""

from __future__ import annotations

from bot.client import Syllabot
from bot.routine.digest import digest
from bot.scheduling import Delivery, NothingToSend, Receipt
from cogs.common.sender import post
from cogs.routine.week_panels import digest_marker, digest_panel


class DigestSender:
    """Sends `routine.digest`."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    async def send(self, delivery: Delivery) -> Receipt:
        """Post what was released since the last digest."""
        async with self.bot.db.read() as session:
            found = await digest(session, delivery)
        if not found.lines:
            raise NothingToSend
        panel = digest_panel(found.lines, delivery.id, delivery.guild_id)
        marker = digest_marker(delivery.id, delivery.guild_id)
        return await post(self.bot, delivery, found.channel_id, panel, marker=marker)
