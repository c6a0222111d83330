"""Newsletters on Discord: which ones the group follows, and headlines on the day of news."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import OrganiserCaller
from bot.news.data import DATA
from bot.news.queries import dead_feeds
from cogs.common.feature import Feature
from cogs.common.panels import Items
from cogs.common.routes import routes_in
from cogs.news import routes, views
from cogs.news.cog import News
from cogs.news.daily_topic import NEWS
from cogs.news.panels import dead_rows


async def _for_organisers(session: AsyncSession, caller: OrganiserCaller) -> Items:
    """Newsletters that have given nothing for a week."""
    return dead_rows(await dead_feeds(session, caller.guild_id, caller.now))


FEATURE = Feature(
    data=DATA,
    cogs=(News,),
    routes=routes_in(routes, views),
    senders={},
    daily_topics={"news": NEWS},
    for_organisers=_for_organisers,
)
