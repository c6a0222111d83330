"""Reviews on Discord: writing and publishing them, the group's list, and the rota."""

from __future__ import annotations

from functools import partial

from bot.papers.values import GUIDE
from bot.reviews.data import DATA
from bot.reviews.values import HANDED_ON, POST, POSTED_REVIEW, TAKE_DOWN
from cogs.common.feature import Feature
from cogs.common.permissions import THREADS, Needs
from cogs.common.routes import routes_in
from cogs.common.sender import take_down
from cogs.reviews import rota_views, routes, views
from cogs.reviews.about_paper import about_paper
from cogs.reviews.cog import Reviews
from cogs.reviews.daily_topic import CHOSEN
from cogs.reviews.guide import guide_addition
from cogs.reviews.member_rows import DAILY_LINES, me_rows, today_rows
from cogs.reviews.public import show_post
from cogs.reviews.sender import ReviewSender

FEATURE = Feature(
    data=DATA,
    cogs=(Reviews,),
    routes=routes_in(routes, views, rota_views),
    senders={
        POST: lambda bot: ReviewSender(bot).post,
        TAKE_DOWN: lambda bot: partial(take_down, bot),
        HANDED_ON: lambda bot: ReviewSender(bot).hand_on,
    },
    me_rows=me_rows,
    today_rows=today_rows,
    daily_lines=DAILY_LINES,
    daily_topics={"paper": CHOSEN},
    panels={POSTED_REVIEW: show_post},
    additions={GUIDE: guide_addition},
    about_paper=about_paper,
    needs=(Needs(permissions=THREADS, purpose="published review", channel="papers"),),
)
