"""Feeds on Discord: which of arXiv's a group follows, how each is, and their reading."""

from __future__ import annotations

from bot.feeds.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.feeds import routes, views
from cogs.feeds.cog import Feeds

FEATURE = Feature(data=DATA, cogs=(Feeds,), routes=routes_in(routes, views), senders={})
