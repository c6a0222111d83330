"""Posting published reviews in their threads, and deleting the posts that have to go."""

from __future__ import annotations

from bot.client import Syllabot
from bot.reviews import queries, service
from bot.reviews.values import POSTED_REVIEW
from bot.scheduling import Delivery, NothingToSend, Receipt
from cogs.common.public_panels import refresh
from cogs.common.sender import post, sent_before, take_down
from cogs.reviews.guide import refresh_guide
from cogs.reviews.panels import post_marker, post_panel


class ReviewSender:
    """Sends `reviews.post` and `reviews.take-down`, and shows guides anew."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    async def post(self, delivery: Delivery) -> Receipt:
        """Post a review, once; what an earlier try posted and nobody wants any more is deleted."""
        review_id, _release, channel_id = queries.read_subject(delivery.subject)
        marker = post_marker(review_id)
        async with self.bot.db.read() as session:
            review = await queries.to_post(session, delivery)
        if review is None:
            message_id = await sent_before(self.bot, delivery, channel_id, marker=marker)
            if message_id is None:
                raise NothingToSend
            receipt = Receipt(channel_id, message_id)
        else:
            panel = post_panel(review)
            receipt = await post(self.bot, delivery, channel_id, panel, marker=marker)
        assert receipt.message_id is not None
        async with self.bot.db.begin() as session:
            now = await service.posted(
                session,
                delivery.guild_id,
                delivery.subject,
                receipt.message_id,
                self.bot.clock.now(),
            )
        is_old = review is not None and now is not None and now.revision != review.revision
        if is_old or (now is not None and delivery.attempt > 1):
            await refresh(self.bot, POSTED_REVIEW, delivery.guild_id, review_id)
        return receipt

    async def take_down(self, delivery: Delivery) -> Receipt:
        """Delete a post, if it is still there."""
        return await take_down(self.bot, delivery)

    async def hand_on(self, delivery: Delivery) -> Receipt:
        """Show the guide of a paper whose reviewer has left anew; there is nothing to send."""
        round_id = int(delivery.subject.partition(":")[0])
        await refresh_guide(self.bot, delivery.guild_id, round_id)
        raise NothingToSend
