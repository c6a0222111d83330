"""`/project contributions`: it stands below projects' command."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import Syllabot
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.common.subcommands import add_below, remove_below
from cogs.contributions import views

_PARENT = "project"


class _Commands(app_commands.Group):
    @app_commands.command()
    async def contributions(self, interaction: Interaction) -> None:
        """List your pull requests, and those that others show."""
        await reply(interaction, await views.listed(interaction))


class Contributions(commands.Cog):
    """Contributions to open source."""

    def __init__(self, bot: Syllabot) -> None:
        """Bring the command."""
        self._bot = bot
        self._commands = _Commands(name="contributions", description="Not used")

    async def cog_load(self) -> None:
        """Let it stand below the projects' command."""
        add_below(self._bot, _PARENT, self._commands)

    async def cog_unload(self) -> None:
        """Take it back."""
        remove_below(self._bot, _PARENT, self._commands)
