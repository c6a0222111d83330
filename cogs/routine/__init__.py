"""The daily prompt: its message, its buttons, and ``/today``."""

from __future__ import annotations

from bot.client import Syllabot
from bot.routine import service as routine
from cogs.common import include
from cogs.routine import reminder_views, views
from cogs.routine.cog import Routine
from cogs.routine.sender import PromptSender


async def setup(bot: Syllabot) -> None:
    """Add the command, the buttons and the sender; keep schedules in step with settings."""
    for each in (views, reminder_views):
        include(bot, each.routes)
    PromptSender(bot).register()
    bot.changes.on_member(routine.member_in_step)
    bot.changes.on_group(routine.group_in_step)
    await bot.add_cog(Routine())
