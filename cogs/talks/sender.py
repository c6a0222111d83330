"""The deliveries of talks: feedback closes, and each speaker hears that theirs is in."""

from __future__ import annotations

from bot.client import Syllabot
from bot.scheduling import Delivery, NothingToSend, Receipt
from bot.talks import feedback
from cogs.common.sender import send_if_open
from cogs.talks.feedback_panels import result_panel, stop_id


class TalkSender:
    """Sends `talks.close` and `talks.result`."""

    def __init__(self, bot: Syllabot) -> None:
        """Send through ``bot``."""
        self.bot = bot

    async def close(self, delivery: Delivery) -> Receipt:
        """Close the feedback on an evening's talks; there is nothing to post."""
        async with self.bot.db.begin() as session:
            await feedback.close(session, delivery, now=self.bot.clock.now())
        raise NothingToSend

    async def result(self, delivery: Delivery) -> Receipt:
        """Tell a speaker that feedback is in."""
        async with self.bot.db.read() as session:
            found = await feedback.result_to_send(session, delivery, now=self.bot.clock.now())
        panel = result_panel(found.talk, delivery)
        marker = stop_id(delivery)
        return await send_if_open(self.bot, delivery, found.member, panel, marker=marker)
