"""What actions add to a retro's panel and summary."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.queries import actions_of, carried_over
from bot.retros.phases import Act, allows
from bot.retros.queries import get_retro
from cogs.actions.panels import decided, unfinished
from cogs.common.feature import PanelAddition


async def unfinished_rows(
    session: AsyncSession, guild_id: int, retro_id: int, _now: datetime
) -> PanelAddition:
    """What was unfinished when the retro opened, and still is."""
    carried = await carried_over(session, guild_id, retro_id)
    return unfinished([action for action in carried if action.is_open], retro_id)


async def decided_rows(
    session: AsyncSession, guild_id: int, retro_id: int, _now: datetime
) -> PanelAddition:
    """What came of the retro, from the phase on in which it is decided."""
    retro = await get_retro(session, guild_id, retro_id)
    if not allows(retro.phase, Act.ACTIONS):
        return PanelAddition()
    return decided(await actions_of(session, guild_id, retro_id), retro_id)
