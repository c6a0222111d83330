"""`/retro health`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import Syllabot
from cogs.common.routes import Interaction
from cogs.common.subcommands import add_below, remove_below
from cogs.health_checks.views import show_trend


class HealthCommands(app_commands.Group):
    """What stands below `/retro`."""

    @app_commands.command()
    async def health(self, interaction: Interaction) -> None:
        """Show how the group's health checks have moved."""
        await show_trend(interaction)


class HealthChecks(commands.Cog):
    """Health checks, below `/retro`."""

    def __init__(self, bot: Syllabot) -> None:
        """Make the commands of this bot."""
        self._bot = bot
        self._commands = HealthCommands(name="health", description="Not used")

    async def cog_load(self) -> None:
        """Offer them below `/retro`."""
        add_below(self._bot, "retro", self._commands)

    async def cog_unload(self) -> None:
        """Take them back."""
        remove_below(self._bot, "retro", self._commands)
