"""Papers on Discord: the weekly shortlist, the private vote, the result and its thread."""

from __future__ import annotations

from bot.papers import rounds
from bot.papers.data import DATA
from cogs.common.feature import Feature
from cogs.papers.cog import Papers
from cogs.papers.lookup import ArxivLookup
from cogs.papers.sender import RoundSender
from cogs.papers.views import routes

FEATURE = Feature(
    data=DATA,
    cogs=(
        ArxivLookup,
        lambda bot: Papers(),
    ),
    routes=(),
    senders={
        rounds.OPEN: lambda bot: RoundSender(bot, ArxivLookup.of(bot).poller).open,
        rounds.CLOSE: lambda bot: RoundSender(bot, ArxivLookup.of(bot).poller).close,
    },
    old_routes=(routes,),
)
