"""What reviews add to the guide in a paper's thread: who reviews it, and what was published."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.papers.values import GUIDE
from bot.reviews import queries, rota_queries
from cogs.common.feature import PanelAddition
from cogs.common.public_panels import refresh
from cogs.reviews.rota_panels import guide_acts, guide_rows


async def guide_addition(
    session: AsyncSession, guild_id: int, round_id: int, _now: datetime
) -> PanelAddition:
    """Who reviews the paper that a round chose, and the way to its reviews.

    Raises:
        NotFound: this group has no such round, or it chose nothing.
    """
    turn = await rota_queries.turn_of(session, guild_id, round_id)
    reviews = await queries.released_of(session, guild_id, turn.paper.key)
    return PanelAddition(rows=guide_rows(turn, len(reviews)), acts=guide_acts(turn))


async def refresh_guide(bot: Syllabot, guild_id: int, round_id: int | None) -> None:
    """Bring the guide up to date, where a round chose the paper; call this after the answer."""
    if round_id is not None:
        await refresh(bot, GUIDE, guild_id, round_id)
