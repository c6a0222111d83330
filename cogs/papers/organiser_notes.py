"""What organisers find in `/setup` about the weekly paper, and nobody else does."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import OrganiserCaller
from bot.papers import queries
from cogs.common.panels import Items
from cogs.papers.feed_notes import is_beside_a_post, trouble_line
from cogs.papers.organiser_panels import hour_rows


async def for_organisers(session: AsyncSession, caller: OrganiserCaller) -> Items:
    """What did not work beside a post of the newest rounds, and whether the hour fits.

    A post that failed itself stands in `/setup` with all others.
    """
    rounds = await queries.recent(session, caller.guild_id, 2)
    lines = [
        trouble_line(found, is_newest=number == 0)
        for number, found in enumerate(rounds)
        if is_beside_a_post(found)
    ]
    rows: Items = ["\n".join(("**The weekly paper**", *lines))] if lines else []
    if await queries.asks_hour_after(session, caller.guild_id) is not None:
        rows += hour_rows()
    return rows
