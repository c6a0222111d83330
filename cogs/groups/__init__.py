"""Setting a group up, joining it, one's own settings, and help."""

from __future__ import annotations

from bot.groups.data import DATA
from cogs.common.feature import Feature
from cogs.common.routes import routes_in
from cogs.groups import help_views, member_views, members, routes, setup_views
from cogs.groups.cog import Groups
from cogs.groups.presence import Presence
from cogs.groups.sweep import MembershipSweep

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: Groups(), Presence, MembershipSweep),
    routes=routes_in(routes, help_views, member_views, setup_views),
    senders={},
    joined=members.joined,
)
