"""The one message in a paper's thread, a week after the group chose it."""

from __future__ import annotations

from bot.client import Syllabot
from bot.errors import NotFound
from bot.follow_ups import service
from bot.public_panels import PostedMessage
from bot.scheduling import Delivery, NothingToSend, Receipt
from cogs.common.sender import post
from cogs.follow_ups.panels import marker, question_panel


class FollowUpSender:
    """Sends `follow_ups.week_after` to the thread of what a round chose."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    async def ask(self, delivery: Delivery) -> Receipt:
        """Ask in the thread, unless it was asked, or there is none."""
        guild_id, round_id = delivery.guild_id, int(delivery.subject)
        try:
            async with self.bot.db.read() as session:
                found = await service.to_ask(session, guild_id, round_id)
        except NotFound:
            raise NothingToSend from None
        if found is None or found.chosen.thread_id is None:
            raise NothingToSend
        receipt = await post(
            self.bot,
            delivery,
            found.chosen.thread_id,
            question_panel(found),
            marker=marker(round_id),
        )
        assert receipt.message_id is not None
        message = PostedMessage(receipt.channel_id, receipt.message_id)
        async with self.bot.db.begin() as session:
            await service.asked(session, guild_id, round_id, message)
        return receipt
