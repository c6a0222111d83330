"""Health checks in Discord: a form beside a retro's cards, means in its summary, their trend."""

from __future__ import annotations

from bot.health_checks.data import DATA
from bot.retros.values import PANEL, SUMMARY
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.health_checks import routes, views
from cogs.health_checks.additions import offer, show
from cogs.health_checks.cog import HealthChecks

FEATURE = Feature(
    data=DATA,
    cogs=(HealthChecks,),
    routes=routes_in(routes, views),
    senders={},
    additions={PANEL: offer, SUMMARY: show},
)
