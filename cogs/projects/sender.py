"""Posting released projects, and deleting the posts that have to go."""

from __future__ import annotations

from bot.client import Syllabot
from bot.projects import publishing, queries
from bot.projects.values import POSTED_PROJECT
from bot.scheduling import Delivery, NothingToSend, Receipt
from cogs.common.public_panels import refresh
from cogs.common.sender import post, sent_before, take_down
from cogs.projects.publishing_panels import post_marker, post_panel


class ProjectSender:
    """Sends `projects.post` and `projects.take-down`."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    async def post(self, delivery: Delivery) -> Receipt:
        """Post a project, once; what an earlier try posted and nobody wants any more goes."""
        project_id, _release, channel_id = queries.read_subject(delivery.subject)
        marker = post_marker(project_id)
        async with self.bot.db.read() as session:
            shown = await queries.to_post(session, delivery)
        if shown is None:
            message_id = await sent_before(self.bot, delivery, channel_id, marker=marker)
            if message_id is None:
                raise NothingToSend
            receipt = Receipt(channel_id, message_id)
        else:
            panel = post_panel(shown)
            receipt = await post(self.bot, delivery, channel_id, panel, marker=marker)
        assert receipt.message_id is not None
        async with self.bot.db.begin() as session:
            now = await publishing.posted(
                session,
                delivery.guild_id,
                delivery.subject,
                receipt.message_id,
                self.bot.clock.now(),
            )
        if now is not None and (
            delivery.attempt > 1
            or (shown is not None and now.project.revision != shown.project.revision)
        ):
            await refresh(self.bot, POSTED_PROJECT, delivery.guild_id, project_id)
        return receipt

    async def take_down(self, delivery: Delivery) -> Receipt:
        """Delete a post, if it is still there."""
        return await take_down(self.bot, delivery)
