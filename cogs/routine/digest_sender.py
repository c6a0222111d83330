"""Posts the week's digest to the announcements channel; a week without a line passes in silence.

One that is posted is edited when a line of it is taken back.
"""

from __future__ import annotations

from datetime import datetime

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.public_panels import PostedMessage
from bot.routine.digest import digest, posted_digest
from bot.scheduling import Delivery, NothingToSend, Receipt
from cogs.common.feature import PanelAddition, ShownPanel
from cogs.common.refusals import sending
from cogs.common.sender import edit_panel, post
from cogs.routine.week_panels import digest_marker, digest_panel


class DigestSender:
    """Sends `routine.digest`, and edits for `routine.digest_again`."""

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

    async def send_again(self, delivery: Delivery) -> Receipt:
        """Edit the digest that the delivery names to what members release now."""
        async with self.bot.db.read() as session:
            found = await posted_digest(session, delivery.guild_id, int(delivery.subject))
        panel = digest_panel(found.lines, found.delivery_id, delivery.guild_id)
        with sending():
            try:
                await edit_panel(self.bot, found.channel_id, found.message_id, panel)
            except discord.NotFound as deleted:
                raise NothingToSend from deleted
        return Receipt(found.channel_id, found.message_id)


async def show_digest(
    session: AsyncSession, guild_id: int, delivery_id: int, _addition: PanelAddition, _now: datetime
) -> ShownPanel:
    """A digest that was posted, with what is still released of it.

    Raises:
        NothingToSend, TryLater: as `posted_digest`.
    """
    found = await posted_digest(session, guild_id, delivery_id)
    message = PostedMessage(found.channel_id, found.message_id)
    return ShownPanel(digest_panel(found.lines, delivery_id, guild_id), message)
