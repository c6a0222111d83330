"""Posting published reviews in their threads, and showing the guides of papers anew."""

from __future__ import annotations

from bot.client import Syllabot
from bot.reviews import queries, service
from bot.reviews.values import POSTED_REVIEW, Review
from bot.scheduling import Delivery, NothingToSend, Receipt
from cogs.common.releases import ReleasedPost, post_release
from cogs.reviews.guide import refresh_guide
from cogs.reviews.panels import post_marker, post_panel


def _revision(review: Review) -> int:
    return review.revision


_POST = ReleasedPost(
    kind=POSTED_REVIEW,
    to_post=queries.to_post,
    panel=post_panel,
    marker=post_marker,
    posted=service.posted,
    revision=_revision,
)


class ReviewSender:
    """Sends `reviews.post`, and shows guides anew."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    async def post(self, delivery: Delivery) -> Receipt:
        """Post a review, once."""
        return await post_release(self.bot, delivery, _POST)

    async def hand_on(self, delivery: Delivery) -> Receipt:
        """Show the guide of a paper whose reviewer has left anew; there is nothing to send."""
        round_id = int(delivery.subject.partition(":")[0])
        await refresh_guide(self.bot, delivery.guild_id, round_id)
        raise NothingToSend
