"""Actions in Discord: a list, what tells their owners, and rows in a retro's panel and summary."""

from __future__ import annotations

from bot.actions.data import DATA
from bot.retros.values import PANEL, SUMMARY
from cogs.actions import named_views, routes, views
from cogs.actions.additions import decided_rows, unfinished_rows
from cogs.actions.cog import ActionCommands
from cogs.actions.owner_rows import DAILY_LINES, for_organisers, me_rows, today_rows
from cogs.common.feature import Feature
from cogs.common.routes import routes_in

FEATURE = Feature(
    data=DATA,
    cogs=(ActionCommands,),
    routes=routes_in(routes, views, named_views),
    senders={},
    me_rows=me_rows,
    today_rows=today_rows,
    daily_lines=DAILY_LINES,
    for_organisers=for_organisers,
    additions={PANEL: unfinished_rows, SUMMARY: decided_rows},
)
