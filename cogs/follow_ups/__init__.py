"""What follows a chosen paper on Discord: its thread is asked, members rate and take on actions."""

from __future__ import annotations

from bot.follow_ups.data import DATA
from bot.follow_ups.values import KIND, PANEL
from cogs.common.feature import Feature
from cogs.common.permissions import POST_ONCE, Needs
from cogs.common.routes import routes_in
from cogs.follow_ups import routes, views
from cogs.follow_ups.sender import FollowUpSender

FEATURE = Feature(
    data=DATA,
    cogs=(),
    routes=routes_in(routes, views),
    senders={KIND: lambda bot: FollowUpSender(bot).ask},
    me_rows=views.me_rows,
    today_rows=views.today_rows,
    panels={PANEL: views.show_question},
    about_paper=views.about_paper,
    needs=(
        Needs(
            permissions=(*POST_ONCE, "send_messages_in_threads"),
            purpose="question what came of a paper",
            channel="papers",
        ),
    ),
)
