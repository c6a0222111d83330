"""Interests on Discord: what a member wants more of in the weekly paper, and less."""

from __future__ import annotations

from bot.interests.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.interests import routes, views
from cogs.interests.cog import Interests

FEATURE = Feature(data=DATA, cogs=(Interests,), routes=routes_in(routes, views), senders={})
