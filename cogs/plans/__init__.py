"""The plan on Discord: its blocks, what each asks for, and changing it: import, edit, undo."""

from __future__ import annotations

from bot.client import Syllabot
from bot.plans import service as plans
from cogs.common import include
from cogs.plans import draft_views, edit_views, views
from cogs.plans.cog import Plans


async def setup(bot: Syllabot) -> None:
    """Add the commands and buttons; give each group that is set up its plan."""
    for routes in (views.routes, draft_views.routes, edit_views.routes):
        include(bot, routes)
    await bot.add_cog(Plans())
    bot.changes.on_group(plans.ensure)
