"""Mini-retros on Discord: a private look back on each month, by form."""

from __future__ import annotations

from bot.mini_retros.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.mini_retros import routes, views
from cogs.mini_retros.member_rows import DAILY_LINES, log_rows, today_rows

FEATURE = Feature(
    data=DATA,
    cogs=(),
    routes=routes_in(routes, views),
    senders={},
    today_rows=today_rows,
    log_rows=log_rows,
    daily_lines=DAILY_LINES,
)
