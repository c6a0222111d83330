"""Talks on Discord: proposals, evenings with an order of speakers, feedback for the speaker."""

from __future__ import annotations

from bot.sessions.values import PANEL
from bot.talks.data import DATA
from bot.talks.values import CLOSE, RESULT
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.talks import organising_views, routes, views
from cogs.talks.additions import DAILY_LINES, on_panel, today_rows
from cogs.talks.cog import TalkCommands
from cogs.talks.sender import TalkSender

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: TalkCommands(),),
    routes=routes_in(routes, views, organising_views),
    senders={
        CLOSE: lambda bot: TalkSender(bot).close,
        RESULT: lambda bot: TalkSender(bot).result,
    },
    today_rows=today_rows,
    daily_lines=DAILY_LINES,
    additions={PANEL: on_panel},
)
