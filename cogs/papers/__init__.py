"""Papers on Discord: the weekly shortlist, the private vote, the result and its thread."""

from __future__ import annotations

from bot.papers.data import DATA
from bot.papers.rules.timetable import CLOSE, OPEN
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.papers import (
    ballot_views,
    message_views,
    nomination_views,
    paper_views,
    routes,
    views,
    vote_settings_views,
)
from cogs.papers.cog import Papers
from cogs.papers.sender import RoundSender

FEATURE = Feature(
    data=DATA,
    cogs=(Papers,),
    routes=routes_in(
        routes,
        views,
        ballot_views,
        nomination_views,
        message_views,
        paper_views,
        vote_settings_views,
    ),
    senders={
        OPEN: lambda bot: RoundSender(bot).open,
        CLOSE: lambda bot: RoundSender(bot).close,
    },
)
