"""The plan on Discord: its blocks, and what each asks for."""

from __future__ import annotations

from bot.client import Syllabot
from bot.plans import service as plans
from cogs.common import include
from cogs.plans.cog import Plans
from cogs.plans.views import routes


async def setup(bot: Syllabot) -> None:
    """Add the commands and buttons; give each group that is set up its plan."""
    include(bot, routes)
    await bot.add_cog(Plans())
    bot.changes.on_group(plans.ensure)
