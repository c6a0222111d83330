"""Wins on Discord: what members share of what they finished, and the group's progress."""

from __future__ import annotations

from bot.milestones.service import SHARED_KIND
from bot.wins.data import DATA
from bot.wins.queries import ROUND_UP_KIND
from bot.wins.values import ROUND_UP
from cogs.common.feature import Feature
from cogs.common.permissions import POST_ONCE, Needs
from cogs.common.routes import routes_in
from cogs.wins import group_views, routes, views
from cogs.wins.cog import Wins
from cogs.wins.sender import WinSender, show_round_up

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: Wins(),),
    routes=routes_in(routes, views, group_views),
    senders={
        SHARED_KIND: lambda bot: WinSender(bot).win,
        ROUND_UP_KIND: lambda bot: WinSender(bot).round_up,
    },
    panels={ROUND_UP: show_round_up},
    me_rows=views.me_rows,
    plan_buttons=group_views.plan_buttons,
    needs=(Needs(permissions=POST_ONCE, purpose="shared win", channel="announcements"),),
)
