"""Check-ins on Discord: offered in the daily message, answered by one form, seen by one person."""

from __future__ import annotations

from bot.checkins.data import DATA
from cogs.checkins import routes, views
from cogs.checkins.cog import CheckIns
from cogs.checkins.member_rows import DAILY_LINES, me_rows, today_rows
from cogs.common.feature import Feature
from cogs.common.routes import routes_in

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: CheckIns(),),
    routes=routes_in(routes, views),
    senders={},
    me_rows=me_rows,
    today_rows=today_rows,
    daily_lines=DAILY_LINES,
)
