"""The daily prompt: its message, its buttons, and ``/today``."""

from __future__ import annotations

import discord
from discord import ui

from bot.routine.data import DATA
from bot.routine.schedules import PROMPT, SNOOZE
from cogs.common.feature import Feature
from cogs.common.panels import button
from cogs.routine import reminder_views, views
from cogs.routine.cog import Routine
from cogs.routine.me_rows import me_rows
from cogs.routine.sender import PromptSender


def _first_steps(guild_id: int) -> list[ui.Button[ui.LayoutView]]:
    return [button("Today", "routine:today", guild_id, style=discord.ButtonStyle.primary)]


FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: Routine(),),
    routes=(),
    senders={
        PROMPT: lambda bot: PromptSender(bot).send,
        SNOOZE: lambda bot: PromptSender(bot).send,
    },
    old_routes=(views.routes, reminder_views.routes),
    me_rows=me_rows,
    first_steps=_first_steps,
)
