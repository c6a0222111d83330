"""Cycles on Discord: the present one, what was frozen of earlier ones, closing, the review."""

from __future__ import annotations

from bot.client import Syllabot
from cogs.common import include
from cogs.cycles import review_views, views
from cogs.cycles.cog import Cycles
from cogs.cycles.sender import BegunSender


async def setup(bot: Syllabot) -> None:
    """Add the commands, the buttons, and the sender of the announcement."""
    for each in (views, review_views):
        include(bot, each.routes)
    await bot.add_cog(Cycles())
    BegunSender(bot).register()
