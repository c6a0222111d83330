"""Milestones on Discord: the list whose rows act, one milestone, and wins that members share."""

from __future__ import annotations

from bot.client import Syllabot
from cogs.common import include
from cogs.milestones.cog import Milestones
from cogs.milestones.sender import WinSender
from cogs.milestones.views import routes


async def setup(bot: Syllabot) -> None:
    """Add the commands, the buttons, and the sender of wins."""
    include(bot, routes)
    await bot.add_cog(Milestones())
    WinSender(bot).register()
