"""Knowledge shares on Discord: logging and releasing them, the lists, the week's round-up."""

from __future__ import annotations

from functools import partial

from bot.shares.data import DATA
from bot.shares.values import POST, POSTED_SHARE, TAKE_DOWN
from bot.wins.values import ROUND_UP
from cogs.common.feature import Feature
from cogs.common.permissions import POST_ONCE, Needs
from cogs.common.routes import routes_in
from cogs.common.sender import take_down
from cogs.shares import routes, views
from cogs.shares.cog import Shares
from cogs.shares.sender import ShareSender, round_up_addition, show_post

FEATURE = Feature(
    data=DATA,
    cogs=(Shares,),
    routes=routes_in(routes, views),
    senders={
        POST: lambda bot: ShareSender(bot).post,
        TAKE_DOWN: lambda bot: partial(take_down, bot),
    },
    me_rows=views.me_rows,
    panels={POSTED_SHARE: show_post},
    additions={ROUND_UP: round_up_addition},
    needs=(Needs(permissions=POST_ONCE, purpose="released share", channel="announcements"),),
)
