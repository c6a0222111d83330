"""What health checks add to a retro's panel and summary."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.health_checks import queries
from bot.health_checks.rules import is_large_enough
from cogs.common.feature import PanelAddition
from cogs.health_checks.panels import offered, shown, too_few


async def offer(
    session: AsyncSession, guild_id: int, retro_id: int, _now: datetime
) -> PanelAddition:
    """The way to answer, in a group that could see a figure."""
    check = await queries.find_check(session, guild_id, retro_id)
    if check is None or not is_large_enough(check.members):
        return PanelAddition(is_empty=True)
    return offered(retro_id)


async def show(
    session: AsyncSession, guild_id: int, retro_id: int, _now: datetime
) -> PanelAddition:
    """The means, or that too few answered."""
    figure = await queries.figure_of(session, guild_id, retro_id)
    if figure is not None:
        return shown(figure)
    could = await queries.could_see_one(session, guild_id)
    return too_few() if could else PanelAddition(is_empty=True)
