"""Reminders on Discord: lines of the daily message, each with its acts."""

from __future__ import annotations

from bot.reminders.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.reminders import routes, views
from cogs.reminders.daily_lines import DAILY_LINES

FEATURE = Feature(
    data=DATA,
    cogs=(),
    routes=routes_in(routes, views),
    senders={},
    daily_lines=DAILY_LINES,
)
