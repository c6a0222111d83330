"""The group's settings, who changed them, and which roles may organise."""

from __future__ import annotations

from bot.settings.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.settings import routes, views
from cogs.settings.cog import SettingsCommands

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: SettingsCommands(),),
    routes=routes_in(routes, views),
    senders={},
)
