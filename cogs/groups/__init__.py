"""Setting a group up, joining it, one's own settings, and help."""

from __future__ import annotations

from bot.groups.data import DATA
from bot.groups.invitation import INVITATION_KIND
from cogs.common.feature import Feature
from cogs.common.permissions import POST_ONCE, Needs
from cogs.common.routes import routes_in
from cogs.groups import (
    help_views,
    join_views,
    joining,
    member_views,
    rest_views,
    routes,
    setup_views,
)
from cogs.groups.cog import Groups
from cogs.groups.member_panels import adjust
from cogs.groups.membership import MembershipSweep
from cogs.groups.presence import Presence
from cogs.groups.sender import InvitationSender

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: Groups(), Presence, MembershipSweep),
    routes=routes_in(routes, help_views, join_views, member_views, rest_views, setup_views),
    senders={INVITATION_KIND: lambda bot: InvitationSender(bot).send},
    joined=joining.joined,
    adjust=adjust,
    needs=(Needs(permissions=POST_ONCE, purpose="invitation to join", channel="announcements"),),
)
