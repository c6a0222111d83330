"""Retros in Discord: cards by form, the reveal, and the actions that follow."""

from __future__ import annotations

from bot.client import Syllabot
from bot.retros.service import schedule_openings
from cogs.common import include
from cogs.retros import action_views, views
from cogs.retros.cog import ActionCommands, RetroCommands
from cogs.retros.sender import RetroSender


async def setup(bot: Syllabot) -> None:
    """Add the feature to the bot."""
    include(bot, views.routes)
    include(bot, action_views.routes)
    bot.changes.on_group(schedule_openings)
    RetroSender(bot).register()
    await bot.add_cog(RetroCommands())
    await bot.add_cog(ActionCommands())
