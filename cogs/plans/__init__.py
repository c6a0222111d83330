"""The plan on Discord: its blocks, what each asks for, and changing it: import, edit, undo."""

from __future__ import annotations

from bot.plans.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.plans import draft_views, edit_views, routes, views
from cogs.plans.cog import Plans
from cogs.plans.plan_rows import about_group, join_first, tip_rows

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: Plans(),),
    routes=routes_in(routes, views, draft_views, edit_views),
    senders={},
    help_rows={"plan": tip_rows},
    about_group=about_group,
    join_first=join_first,
)
