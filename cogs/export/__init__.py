"""What members take with them, on Discord: ``/export``."""

from __future__ import annotations

from bot.export.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.export import restoring, routes
from cogs.export.cog import Export

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: Export(),),
    routes=routes_in(routes, restoring),
    senders={},
)
