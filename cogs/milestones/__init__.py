"""Milestones on Discord: the list whose rows act, one milestone with its acts, own ones and steps.

Also pace and path as `/me` offers them, and dates that collide.
"""

from __future__ import annotations

from bot.milestones.data import DATA
from cogs.common.daily_message import IDEA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.milestones import (
    collision_views,
    done_views,
    own_views,
    pace_views,
    plan_routes,
    plan_views,
    routes,
    share_views,
    time_views,
    views,
)
from cogs.milestones.cog import Milestones
from cogs.milestones.daily_topics import BUILD, OPEN_IDEA
from cogs.milestones.me_rows import adjust, joining, me_rows
from cogs.milestones.today_rows import today_rows

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: Milestones(),),
    routes=(
        *routes_in(
            routes,
            views,
            done_views,
            time_views,
            own_views,
            pace_views,
            collision_views,
            share_views,
        ),
        *routes_in(plan_routes, plan_views),
    ),
    senders={},
    me_rows=me_rows,
    adjust=adjust,
    today_rows=today_rows,
    daily_topics={"build": BUILD, IDEA: OPEN_IDEA},
    plan_counts=plan_views.plan_counts,
    plan_buttons=plan_views.plan_buttons,
    join_first=pace_views.join_first,
    joining=joining,
    block_rows=plan_views.block_rows,
)
