"""What the group sees of a retro, read from the database: its panel and its summary."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.retros.queries import facts_in, get_retro, revealed_cards
from cogs.common.feature import PanelAddition, ShownPanel
from cogs.retros.panels import retro_panel
from cogs.retros.summary_panels import summary_panel


async def show_panel(
    session: AsyncSession, guild_id: int, retro_id: int, addition: PanelAddition, _now: datetime
) -> ShownPanel:
    """The panel of a retro, in whatever phase.

    Raises:
        NotFound: this group has no such retro.
    """
    retro = await get_retro(session, guild_id, retro_id)
    facts = await facts_in(session, guild_id, retro_id) if retro.takes_cards else ()
    return ShownPanel(retro_panel(retro, addition, facts), retro.panel)


async def show_summary(
    session: AsyncSession, guild_id: int, retro_id: int, addition: PanelAddition, now: datetime
) -> ShownPanel:
    """The summary of a revealed retro.

    Raises:
        NotFound: this group has no such retro.
        UserError: its cards are hidden yet.
    """
    retro, cards = await revealed_cards(session, guild_id, retro_id)
    return ShownPanel(summary_panel(retro, cards, addition, now), retro.summary)
