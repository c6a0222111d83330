"""Files of deadlines on Discord: name one, choose from it, and hear what it moved."""

from __future__ import annotations

from bot.deadline_files.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.deadline_files import routes, views
from cogs.deadline_files.cog import DeadlineFiles
from cogs.deadline_files.daily_lines import DAILY_LINES

FEATURE = Feature(
    data=DATA,
    cogs=(DeadlineFiles,),
    routes=routes_in(routes, views),
    senders={},
    for_organisers=views.for_organisers,
    daily_lines=DAILY_LINES,
)
