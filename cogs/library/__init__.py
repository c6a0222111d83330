"""The plan's glossary and resources on Discord: looking up and paging."""

from __future__ import annotations

from bot.library.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.library import routes, views
from cogs.library.cog import Resources

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: Resources(),),
    routes=routes_in(routes, views),
    senders={},
    plan_buttons=views.plan_buttons,
)
