"""Retros in Discord: cards by form, the panel and the reveal."""

from __future__ import annotations

from bot.retros.data import DATA
from bot.retros.values import OPEN, PANEL, PHASE, SUMMARY
from cogs.common.feature import Feature
from cogs.common.permissions import POST_ONCE, Needs
from cogs.common.routes import routes_in
from cogs.retros import routes, steering_views, views
from cogs.retros.cog import RetroCommands
from cogs.retros.member_rows import DAILY_LINES, today_rows
from cogs.retros.message_menu import RetroMessageMenu
from cogs.retros.public import show_panel, show_summary
from cogs.retros.sender import RetroSender

FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: RetroCommands(), RetroMessageMenu),
    routes=routes_in(routes, views, steering_views),
    senders={
        OPEN: lambda bot: RetroSender(bot).open,
        PHASE: lambda bot: RetroSender(bot).phase_over,
    },
    today_rows=today_rows,
    daily_lines=DAILY_LINES,
    panels={PANEL: show_panel, SUMMARY: show_summary},
    needs=(Needs(permissions=POST_ONCE, purpose="retro", channel="retros"),),
)
