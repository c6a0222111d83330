"""Contributions to open source on Discord: pull requests by form, lists, and the first merged."""

from __future__ import annotations

from bot.contributions.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.contributions import routes, views
from cogs.contributions.cog import Contributions

FEATURE = Feature(
    data=DATA,
    cogs=(Contributions,),
    routes=routes_in(routes, views),
    senders={},
)
