"""The reproduction log on Discord: attempts by form, and what came of the group's papers."""

from __future__ import annotations

from bot.reproductions.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.reproductions import routes, views
from cogs.reproductions.cog import Reproductions

FEATURE = Feature(
    data=DATA,
    cogs=(Reproductions,),
    routes=routes_in(routes, views),
    senders={},
    about_paper=views.about_paper,
)
