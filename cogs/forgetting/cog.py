"""``/forget``."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.forgetting.views import begin


class Forgetting(commands.Cog):
    """The way out without traces."""

    @app_commands.command(name="forget")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    async def forget(self, interaction: Interaction) -> None:
        """Delete all that I have about you in a group; first you see what that is."""
        await reply(interaction, await begin(interaction))
