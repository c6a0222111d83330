"""Retros that are over on Discord: the history, one of them whole, search, and files."""

from __future__ import annotations

from bot.past_retros.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.past_retros import routes, views
from cogs.past_retros.cog import PastRetros

FEATURE = Feature(
    data=DATA,
    cogs=(PastRetros,),
    routes=routes_in(routes, views),
    senders={},
)
