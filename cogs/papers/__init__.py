"""Papers on Discord: the weekly shortlist, the private vote, the result and its thread."""

from __future__ import annotations

from bot.papers.data import DATA
from bot.papers.rules.timetable import CLOSE, OPEN, SHOW
from bot.papers.values import GUIDE
from cogs.common.feature import Feature
from cogs.common.permissions import THREADS, Needs
from cogs.common.routes import routes_in
from cogs.papers import (
    ballot_views,
    message_views,
    nomination_views,
    organiser_views,
    paper_views,
    routes,
    views,
    vote_settings_views,
)
from cogs.papers.cog import Papers
from cogs.papers.daily_lines import VOTES
from cogs.papers.daily_topic import SHORTLIST
from cogs.papers.organiser_notes import for_organisers
from cogs.papers.reading_guide import show_guide
from cogs.papers.sender import RoundSender

FEATURE = Feature(
    data=DATA,
    cogs=(Papers,),
    routes=routes_in(
        routes,
        views,
        ballot_views,
        nomination_views,
        organiser_views,
        message_views,
        paper_views,
        vote_settings_views,
    ),
    senders={
        OPEN: lambda bot: RoundSender(bot).open,
        CLOSE: lambda bot: RoundSender(bot).close,
        SHOW: lambda bot: RoundSender(bot).show,
    },
    panels={GUIDE: show_guide},
    daily_lines=VOTES.daily_lines,
    today_rows=VOTES.today_rows,
    daily_topics={"paper": SHORTLIST},
    for_organisers=for_organisers,
    needs=(
        Needs(
            permissions=(*THREADS, "attach_files"),
            purpose="weekly paper with its thread",
            channel="papers",
        ),
    ),
)
