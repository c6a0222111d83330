"""Milestones on Discord: the list whose rows act, one milestone with its acts, own ones and steps.

Also pace and path as `/me` offers them, the group's progress, and wins that members share.
"""

from __future__ import annotations

from bot.client import Syllabot
from bot.milestones import wins
from cogs.common import include
from cogs.milestones import (
    collision_views,
    done_views,
    group_views,
    own_views,
    pace_views,
    views,
    win_views,
)
from cogs.milestones.cog import Milestones
from cogs.milestones.sender import WinSender
from cogs.milestones.win_cog import Wins


async def setup(bot: Syllabot) -> None:
    """Add the commands, the buttons, and the sender of wins."""
    for each in (
        views,
        done_views,
        own_views,
        pace_views,
        collision_views,
        group_views,
        win_views,
    ):
        include(bot, each.routes)
    await bot.add_cog(Milestones())
    await bot.add_cog(Wins())
    WinSender(bot).register()
    bot.changes.on_group(wins.schedule_round_up)
    async with bot.db.begin() as session:
        await wins.schedule_missing(session, bot.clock.now())
