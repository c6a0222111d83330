"""The daily prompt and ``/today``, the log, streaks, weeks looked back on and their digest."""

from __future__ import annotations

import discord
from discord import ui

from bot.routine.data import DATA
from bot.routine.digest import DIGEST, DIGEST_AGAIN
from bot.routine.schedules import FOLLOW_UP, PROMPT, SNOOZE
from bot.routine.week_values import POSTED_DIGEST
from cogs.common.feature import Feature
from cogs.common.panels import button
from cogs.common.permissions import POST_ONCE, Needs
from cogs.common.routes import routes_in
from cogs.routine import log_views, routes, views
from cogs.routine.cog import Routine, RoutineCommands
from cogs.routine.daily import sent_message
from cogs.routine.digest_sender import DigestSender, show_digest
from cogs.routine.me_rows import joining, me_rows
from cogs.routine.reflect import REFLECT
from cogs.routine.sender import PromptSender


def _first_steps(guild_id: int) -> list[ui.Button[ui.LayoutView]]:
    return [button("Today", routes.TODAY(guild_id), style=discord.ButtonStyle.primary)]


FEATURE = Feature(
    data=DATA,
    cogs=(lambda bot: Routine(), lambda bot: RoutineCommands()),
    routes=routes_in(routes, views, log_views),
    senders={
        PROMPT: lambda bot: PromptSender(bot).send,
        SNOOZE: lambda bot: PromptSender(bot).send,
        FOLLOW_UP: lambda bot: PromptSender(bot).send,
        DIGEST: lambda bot: DigestSender(bot).send,
        DIGEST_AGAIN: lambda bot: DigestSender(bot).send_again,
    },
    panels={POSTED_DIGEST: show_digest},
    me_rows=me_rows,
    joining=joining,
    daily_message=sent_message,
    daily_topics={"reflect": REFLECT},
    first_steps=_first_steps,
    needs=(Needs(permissions=POST_ONCE, purpose="digest of the week", channel="announcements"),),
)
