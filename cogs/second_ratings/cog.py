"""`/competency compare`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import Syllabot
from cogs.common.routes import Interaction
from cogs.common.subcommands import add_below, remove_below
from cogs.second_ratings.views import show_comparison


class CompareCommands(app_commands.Group):
    """What stands below `/competency`."""

    @app_commands.command()
    async def compare(self, interaction: Interaction) -> None:
        """Ask a member for a second rating, see both side by side, or give one."""
        await show_comparison(interaction, None)


class SecondRatings(commands.Cog):
    """Second ratings, below `/competency`."""

    def __init__(self, bot: Syllabot) -> None:
        """Make the commands of this bot."""
        self._bot = bot
        self._commands = CompareCommands(name="compare", description="Not used")

    async def cog_load(self) -> None:
        """Offer them below `/competency`."""
        add_below(self._bot, "competency", self._commands)

    async def cog_unload(self) -> None:
        """Take them back."""
        remove_below(self._bot, "competency", self._commands)
