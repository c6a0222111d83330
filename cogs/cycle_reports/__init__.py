"""Cycle reports on Discord: a closed cycle on one page, the group's page, and what comes next."""

from __future__ import annotations

from bot.cycle_reports.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.cycle_reports import routes, views
from cogs.cycle_reports.panels import cycle_buttons

FEATURE = Feature(
    data=DATA,
    cogs=(),
    routes=routes_in(routes, views),
    senders={},
    cycle_buttons=cycle_buttons,
)
