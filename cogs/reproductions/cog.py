"""`/paper reproductions`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import Syllabot
from bot.reproductions.values import Outcome
from cogs.common.routes import Interaction
from cogs.common.subcommands import add_below, remove_below
from cogs.reproductions import views

_OUTCOMES = [
    app_commands.Choice(name="reproduced", value=Outcome.REPRODUCED.value),
    app_commands.Choice(name="partly reproduced", value=Outcome.PARTLY.value),
    app_commands.Choice(name="failed", value=Outcome.FAILED.value),
    app_commands.Choice(name="never tried", value=Outcome.NOT_TRIED.value),
]


class ReproductionCommands(app_commands.Group):
    """What stands below `/paper`."""

    @app_commands.command()
    @app_commands.describe(outcome="Only papers of which this came; left empty: all")
    @app_commands.choices(outcome=_OUTCOMES)
    async def reproductions(
        self, interaction: Interaction, outcome: app_commands.Choice[str] | None = None
    ) -> None:
        """Show what the group reproduced, failed or never tried."""
        await views.show(interaction, None if outcome is None else Outcome(outcome.value))


class Reproductions(commands.Cog):
    """The reproduction log, below `/paper`."""

    def __init__(self, bot: Syllabot) -> None:
        """Make the commands of this bot."""
        self._bot = bot
        self._commands = ReproductionCommands(name="reproductions", description="Not used")

    async def cog_load(self) -> None:
        """Offer them below `/paper`."""
        add_below(self._bot, "paper", self._commands)

    async def cog_unload(self) -> None:
        """Take them back."""
        remove_below(self._bot, "paper", self._commands)
