"""Retros in Discord: cards by form, the reveal, and the actions that follow."""

from __future__ import annotations

from bot.retros import service as retros
from bot.retros.data import DATA
from cogs.common.feature import Feature
from cogs.retros import action_views, views
from cogs.retros.cog import ActionCommands, RetroCommands
from cogs.retros.sender import RetroSender

FEATURE = Feature(
    data=DATA,
    cogs=(
        lambda bot: RetroCommands(),
        lambda bot: ActionCommands(),
    ),
    routes=(),
    senders={
        retros.OPEN: lambda bot: RetroSender(bot).open,
        retros.REVEAL: lambda bot: RetroSender(bot).reveal,
    },
    old_routes=(views.routes, action_views.routes),
)
