"""What the group sees of a review, read from the database: its post."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.reviews import queries
from cogs.common.feature import PanelAddition, ShownPanel
from cogs.reviews.panels import post_panel


async def show_post(
    session: AsyncSession, guild_id: int, review_id: int, _addition: PanelAddition, _now: datetime
) -> ShownPanel:
    """The post of a published review.

    Raises:
        NotFound: this group has no such review, or it was taken back.
    """
    review = await queries.released(session, guild_id, review_id)
    return ShownPanel(post_panel(review), review.post)
