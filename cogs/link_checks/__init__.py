"""The check of links on Discord: the switch, and what is called dead, for organisers."""

from __future__ import annotations

from bot.link_checks.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.link_checks import routes, views
from cogs.link_checks.cog import LinkChecks

FEATURE = Feature(
    data=DATA,
    cogs=(LinkChecks,),
    routes=routes_in(routes, views),
    senders={},
    for_organisers=views.for_organisers,
    library_buttons=views.library_buttons,
)
