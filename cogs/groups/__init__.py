"""Setting a group up, joining it, one's own settings, and help."""

from __future__ import annotations

from bot.client import Syllabot
from cogs.common import include
from cogs.groups import help_views, member_views, setup_views
from cogs.groups.cog import Groups


async def setup(bot: Syllabot) -> None:
    """Add the feature's commands and components."""
    for routes in (setup_views.routes, member_views.routes, help_views.routes):
        include(bot, routes)
    await bot.add_cog(Groups())
