"""The community room on Discord: deadlines of conferences, and which of them one aims for."""

from __future__ import annotations

from bot.community.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.community import attendance_views, routes, views
from cogs.community.cog import Conferences
from cogs.community.daily_lines import DAILY_LINES
from cogs.community.member_rows import me_rows, today_rows

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: Conferences(),),
    routes=routes_in(routes, views, attendance_views),
    senders={},
    me_rows=me_rows,
    today_rows=today_rows,
    daily_lines=DAILY_LINES,
)
