"""Milestones on Discord: the list whose rows act, one milestone with its acts, own ones and steps.

Also pace and path as `/me` offers them, the group's progress, and wins that members share.
"""

from __future__ import annotations

from bot.milestones import wins
from bot.milestones.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.milestones import (
    collision_views,
    done_views,
    group_views,
    own_views,
    pace_views,
    plan_routes,
    plan_views,
    views,
    win_views,
)
from cogs.milestones.cog import Milestones
from cogs.milestones.me_rows import me_rows
from cogs.milestones.sender import WinSender
from cogs.milestones.win_cog import Wins

FEATURE = Feature(
    data=DATA,
    cogs=(
        lambda bot: Milestones(),
        lambda bot: Wins(),
    ),
    routes=routes_in(plan_routes, plan_views),
    senders={
        wins.WIN_KIND: lambda bot: WinSender(bot).win,
        wins.ROUND_UP_KIND: lambda bot: WinSender(bot).round_up,
    },
    old_routes=(
        views.routes,
        done_views.routes,
        own_views.routes,
        pace_views.routes,
        collision_views.routes,
        group_views.routes,
        win_views.routes,
    ),
    me_rows=me_rows,
    plan_counts=plan_views.plan_counts,
    plan_buttons=plan_views.plan_buttons,
)
