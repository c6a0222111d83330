"""What the group has read on Discord: the history, one paper's page, search, and files."""

from __future__ import annotations

from bot.readings.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.readings import routes, views
from cogs.readings.cog import Readings

FEATURE = Feature(
    data=DATA,
    cogs=(Readings,),
    routes=routes_in(routes, views),
    senders={},
    paper_history=views.show_everything,
    paper_page=views.show_page,
)
