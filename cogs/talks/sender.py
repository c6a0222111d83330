"""The deliveries of talks: feedback closes, and each speaker hears that theirs is in."""

from __future__ import annotations

from bot.client import Syllabot
from bot.groups import service as groups
from bot.scheduling import Delivery, MessagesClosed, NothingToSend, Receipt
from bot.talks import feedback
from cogs.common.sender import send_dm
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
        member = found.member
        if member.dms_given_up:
            raise MessagesClosed
        panel = result_panel(found.talk, delivery)
        receipt = await send_dm(self.bot, delivery, member, panel, marker=stop_id(delivery))
        if member.dms_refused:
            async with self.bot.db.begin() as session:
                await groups.mark_dms_open(session, member.guild_id, member.user_id)
        return receipt
