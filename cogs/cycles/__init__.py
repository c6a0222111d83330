"""Cycles on Discord: the present one, what was frozen of earlier ones, closing, the review."""

from __future__ import annotations

from bot.cycles import service as cycles
from bot.cycles.data import DATA
from cogs.common.feature import Feature
from cogs.common.permissions import POST_ONCE, Needs
from cogs.common.routes import routes_in
from cogs.cycles import review_views, routes, views
from cogs.cycles.cog import Cycles
from cogs.cycles.sender import BegunSender

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: Cycles(),),
    routes=routes_in(routes, views, review_views),
    senders={cycles.BEGUN_KIND: lambda bot: BegunSender(bot).send},
    adjust=views.adjust,
    needs=(Needs(permissions=POST_ONCE, purpose="word of a new cycle", channel="announcements"),),
)
