"""``/today``."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.routine.views import today_of


class Routine(commands.Cog):
    """The daily routine's commands."""

    @app_commands.command(name="today")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    async def today(self, interaction: Interaction) -> None:
        """Today's prompt, what comes next, and what did not reach you."""
        await reply(interaction, await today_of(interaction))
