"""Themes in Discord: cards put together by menus, a private ballot, threads for the first ones."""

from __future__ import annotations

from bot.retros.values import SUMMARY
from bot.themes.data import DATA
from bot.themes.values import DISCUSS
from cogs.common.feature import Feature
from cogs.common.permissions import THREADS, Needs
from cogs.common.routes import routes_in
from cogs.themes import routes, views
from cogs.themes.member_rows import VOTES
from cogs.themes.public import for_organisers, theme_rows
from cogs.themes.sender import ThemeSender

FEATURE = Feature(
    data=DATA,
    cogs=(),
    routes=routes_in(routes, views),
    senders={DISCUSS: lambda bot: ThemeSender(bot).discuss},
    additions={SUMMARY: theme_rows},
    today_rows=VOTES.today_rows,
    daily_lines=VOTES.daily_lines,
    for_organisers=for_organisers,
    needs=(Needs(permissions=THREADS, purpose="thread about a theme", channel="retros"),),
)
