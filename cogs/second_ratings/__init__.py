"""Second ratings on Discord: asked for by form, answered in `/today`, side by side."""

from __future__ import annotations

from bot.second_ratings.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.second_ratings import routes, views
from cogs.second_ratings.cog import SecondRatings
from cogs.second_ratings.member_rows import DAILY_LINES, today_rows

FEATURE = Feature(
    data=DATA,
    cogs=(SecondRatings,),
    routes=routes_in(routes, views),
    senders={},
    today_rows=today_rows,
    daily_lines=DAILY_LINES,
)
