"""What the group sees of a project, read from the database: its post."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.projects import queries
from cogs.common.feature import PanelAddition, ShownPanel
from cogs.projects.publishing_panels import post_panel


async def show_post(
    session: AsyncSession, guild_id: int, project_id: int, _addition: PanelAddition, _now: datetime
) -> ShownPanel:
    """The post of a released project.

    Raises:
        NotFound: this group has no such project, or it was withdrawn.
    """
    shown = await queries.released(session, guild_id, project_id)
    return ShownPanel(post_panel(shown), shown.project.post)
