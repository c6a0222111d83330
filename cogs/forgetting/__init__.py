"""Being forgotten, on Discord: ``/forget``."""

from __future__ import annotations

from bot.forgetting.data import DATA
from bot.forgetting.values import GRACE_KIND, POST_KIND
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.forgetting import routes, views
from cogs.forgetting.cog import Forgetting
from cogs.forgetting.departures import Departures
from cogs.forgetting.sender import GraceSender, PostSender

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: Forgetting(), Departures),
    routes=routes_in(routes, views),
    senders={
        POST_KIND: lambda bot: PostSender(bot).send,
        GRACE_KIND: lambda bot: GraceSender(bot).send,
    },
)
