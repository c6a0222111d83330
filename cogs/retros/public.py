"""What the group sees of a retro, read from the database: its panel and its summary."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.retros.queries import get_retro, revealed_cards
from cogs.common.feature import PanelAddition, ShownPanel
from cogs.retros.panels import retro_panel
from cogs.retros.summary_panels import summary_panel


async def show_panel(
    session: AsyncSession, guild_id: int, retro_id: int, addition: PanelAddition, _now: datetime
) -> ShownPanel:
    """The panel of a retro, open or closed.

    Raises:
        NotFound: this group has no such retro.
    """
    retro = await get_retro(session, guild_id, retro_id)
    return ShownPanel(retro_panel(retro, addition), retro.panel)


async def show_summary(
    session: AsyncSession, guild_id: int, retro_id: int, addition: PanelAddition, now: datetime
) -> ShownPanel:
    """The summary of a closed retro.

    Raises:
        NotFound: this group has no such retro.
        UserError: it is still open.
    """
    retro, cards = await revealed_cards(session, guild_id, retro_id)
    return ShownPanel(summary_panel(retro, cards, addition, now), retro.summary)
