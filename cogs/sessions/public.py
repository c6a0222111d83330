"""What the group sees of a meeting, read from the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.sessions.queries import get_meeting
from cogs.common.feature import PanelAddition, ShownPanel
from cogs.sessions.panels import meeting_panel


async def show_panel(
    session: AsyncSession, guild_id: int, meeting_id: int, addition: PanelAddition, now: datetime
) -> ShownPanel:
    """The panel of a meeting.

    Raises:
        NotFound: this group has no such meeting.
    """
    meeting = await get_meeting(session, guild_id, meeting_id)
    return ShownPanel(meeting_panel(meeting, addition, now), meeting.panel)
