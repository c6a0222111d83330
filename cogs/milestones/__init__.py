"""Milestones on Discord: the list whose rows act, one milestone with its acts, own ones and steps.

Also pace and path as `/me` offers them, the group's progress, and wins that members share.
"""

from __future__ import annotations

from bot.client import Syllabot
from cogs.common import include
from cogs.milestones import done_views, group_views, own_views, pace_views, views
from cogs.milestones.cog import Milestones
from cogs.milestones.sender import WinSender


async def setup(bot: Syllabot) -> None:
    """Add the commands, the buttons, and the sender of wins."""
    for each in (views, done_views, own_views, pace_views, group_views):
        include(bot, each.routes)
    await bot.add_cog(Milestones())
    WinSender(bot).register()
