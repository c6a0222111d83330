"""The community room on Discord: deadlines of conferences, and which of them one aims for."""

from __future__ import annotations

from bot.client import Syllabot
from cogs.common import include
from cogs.community import views
from cogs.community.cog import Conferences


async def setup(bot: Syllabot) -> None:
    """Add the commands and the buttons."""
    include(bot, views.routes)
    await bot.add_cog(Conferences())
