"""Sessions on Discord: the panel on which the group says who comes, and what organisers do."""

from __future__ import annotations

from functools import partial

from bot.sessions.data import DATA
from bot.sessions.queries import uses_events
from bot.sessions.values import EVENT, MESSAGE, OVER, PANEL, POST, TAKE_DOWN, TELL
from cogs.common.feature import Feature
from cogs.common.permissions import POST_ONCE, Needs
from cogs.common.routes import routes_in
from cogs.common.sender import take_down
from cogs.sessions import organising_views, routes, views
from cogs.sessions.cog import SessionCommands
from cogs.sessions.daily import DAILY_LINES, NEXT, today_rows
from cogs.sessions.events import EventSender
from cogs.sessions.public import show_panel
from cogs.sessions.sender import SessionSender

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: SessionCommands(),),
    routes=routes_in(routes, views, organising_views),
    senders={
        POST: lambda bot: SessionSender(bot).panel,
        EVENT: lambda bot: EventSender(bot).send,
        TELL: lambda bot: SessionSender(bot).tell,
        MESSAGE: lambda bot: SessionSender(bot).message,
        OVER: lambda bot: SessionSender(bot).over,
        TAKE_DOWN: lambda bot: partial(take_down, bot),
    },
    today_rows=today_rows,
    daily_lines=DAILY_LINES,
    daily_topics={"community": NEXT},
    panels={PANEL: show_panel},
    needs=(
        Needs(
            permissions=POST_ONCE,
            purpose="panel of sessions",
            channel="announcements",
            used=uses_events,
        ),
        Needs(
            permissions=("create_events",),
            purpose="event beside a session (its panel is enough to meet)",
            channel=None,
            used=uses_events,
        ),
    ),
)
