"""The library on Discord: looking up, suggesting, and what waits for organisers."""

from __future__ import annotations

from bot.library.data import DATA
from bot.library.queries import replaced_links
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.library import desk_views, routes, views
from cogs.library.cog import Resources
from cogs.library.member_rows import DAILY_LINES, today_rows

FEATURE = Feature(
    data=DATA,
    cogs=(Resources,),
    routes=routes_in(routes, views, desk_views),
    senders={},
    plan_buttons=views.plan_buttons,
    plan_links=replaced_links,
    today_rows=today_rows,
    daily_lines=DAILY_LINES,
    for_organisers=desk_views.for_organisers,
)
