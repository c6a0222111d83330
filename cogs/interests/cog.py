"""`/paper interests`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import Syllabot
from cogs.common.routes import Interaction
from cogs.common.subcommands import add_below, remove_below
from cogs.interests import views


class BelowPaper(app_commands.Group):
    """What of the feature stands below `/paper`."""

    @app_commands.command()
    async def interests(self, interaction: Interaction) -> None:
        """Say what the shortlist should bring you more of, and less."""
        await views.show(interaction)


class Interests(commands.Cog):
    """What members want more of in the weekly paper, and less."""

    def __init__(self, bot: Syllabot) -> None:
        """Stand below `/paper`."""
        self._bot = bot
        self._below = BelowPaper(name="below", description="Commands below /paper.")

    async def cog_load(self) -> None:
        """Offer the command."""
        add_below(self._bot, "paper", self._below)

    async def cog_unload(self) -> None:
        """Take it back."""
        remove_below(self._bot, "paper", self._below)
