"""Posting released projects."""

from __future__ import annotations

from bot.client import Syllabot
from bot.projects import publishing, queries
from bot.projects.values import POSTED_PROJECT, ShownProject
from bot.scheduling import Delivery, Receipt
from cogs.common.releases import ReleasedPost, post_release
from cogs.projects.publishing_panels import post_marker, post_panel


def _revision(shown: ShownProject) -> int:
    return shown.project.revision


_POST = ReleasedPost(
    kind=POSTED_PROJECT,
    to_post=queries.to_post,
    panel=post_panel,
    marker=post_marker,
    posted=publishing.posted,
    revision=_revision,
)


class ProjectSender:
    """Sends `projects.post`."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    async def post(self, delivery: Delivery) -> Receipt:
        """Post a project, once."""
        return await post_release(self.bot, delivery, _POST)
