"""Competency on Discord: ratings by form, how they moved, what was done, where to focus."""

from __future__ import annotations

from bot.competency.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.competency import routes, views
from cogs.competency.cog import Competency
from cogs.competency.member_rows import DAILY_LINES, today_rows

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: Competency(),),
    routes=routes_in(routes, views),
    senders={},
    today_rows=today_rows,
    daily_lines=DAILY_LINES,
)
