"""Projects on Discord: forms in small steps, a panel whose rows act, lists, audits, and posts."""

from __future__ import annotations

from functools import partial

from bot.projects.data import DATA
from bot.projects.values import POST, POSTED_PROJECT, TAKE_DOWN
from cogs.common.feature import Feature
from cogs.common.permissions import POST_ONCE, Needs
from cogs.common.routes import routes_in
from cogs.common.sender import take_down
from cogs.projects import publishing_views, routes, views
from cogs.projects.cog import Projects
from cogs.projects.member_rows import BUILD, me_rows, today_rows
from cogs.projects.public import show_post
from cogs.projects.sender import ProjectSender

FEATURE = Feature(
    data=DATA,
    cogs=(Projects,),
    routes=routes_in(routes, views, publishing_views),
    senders={
        POST: lambda bot: ProjectSender(bot).post,
        TAKE_DOWN: lambda bot: partial(take_down, bot),
    },
    me_rows=me_rows,
    today_rows=today_rows,
    daily_topics={"build": BUILD},
    panels={POSTED_PROJECT: show_post},
    needs=(Needs(permissions=POST_ONCE, purpose="published project", channel="announcements"),),
)
