"""Study partners on Discord: a form to take part, a private thread for each pair, one question."""

from __future__ import annotations

from bot.partners.data import DATA
from bot.partners.queries import uses_rounds
from bot.partners.values import INTRODUCE, MESSAGE, ROUND
from cogs.common.feature import Feature
from cogs.common.permissions import POST_ONCE, Needs
from cogs.common.routes import routes_in
from cogs.partners import routes, views
from cogs.partners.cog import PartnerCommands
from cogs.partners.member_rows import DAILY_LINES, me_rows, today_rows
from cogs.partners.sender import PartnerSender

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: PartnerCommands(),),
    routes=routes_in(routes, views),
    senders={
        ROUND: lambda bot: PartnerSender(bot).round,
        INTRODUCE: lambda bot: PartnerSender(bot).introduce,
        MESSAGE: lambda bot: PartnerSender(bot).message,
    },
    me_rows=me_rows,
    today_rows=today_rows,
    daily_lines=DAILY_LINES,
    needs=(
        Needs(
            permissions=(*POST_ONCE, *routes.THREAD_PERMISSIONS),
            purpose="private thread for partners (they are introduced by direct message)",
            channel="announcements",
            used=uses_rounds,
        ),
    ),
)
