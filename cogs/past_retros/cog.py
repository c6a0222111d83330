"""`/retro history`, `show` and `search`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import Syllabot
from bot.inputs.search import search as search_titles
from bot.past_retros import queries
from bot.past_retros.rules.searching import search_words
from cogs.common.callers import as_insider
from cogs.common.choices import MAX_CHOICES, Choices, choice, suggestions
from cogs.common.routes import Interaction
from cogs.common.subcommands import add_below, remove_below
from cogs.past_retros import views


@suggestions
async def _suggest_retro(interaction: Interaction, typed: str) -> Choices:
    """Those that are over, the newest first."""
    titles = await as_insider(interaction).read(queries.titles)
    by_id = dict(titles)
    return [choice(by_id[key], key) for key in search_titles(titles, typed, MAX_CHOICES)]


class PastRetroCommands(app_commands.Group):
    """What stands below `/retro`."""

    @app_commands.command()
    async def history(self, interaction: Interaction) -> None:
        """Show the retros that are over, and what comes up again."""
        await views.show_history(interaction, 0)

    @app_commands.command()
    @app_commands.describe(retro="Which one: its date or its format")
    @app_commands.autocomplete(retro=_suggest_retro)
    async def show(self, interaction: Interaction, retro: str) -> None:
        """Show one retro whole: themes, cards, comments and actions."""
        retro_id = await as_insider(interaction).read(queries.id_of, retro)
        await views.show_retro(interaction, retro_id, 0)

    @app_commands.command()
    @app_commands.describe(words="Of a card, a theme or an action")
    async def search(self, interaction: Interaction, words: str) -> None:
        """Look through the retros that are over."""
        await views.show_found(interaction, search_words(words), 0)


class PastRetros(commands.Cog):
    """Retros that are over, below `/retro`."""

    def __init__(self, bot: Syllabot) -> None:
        """Make the commands of this bot."""
        self._bot = bot
        self._commands = PastRetroCommands(name="past", description="Not used")

    async def cog_load(self) -> None:
        """Offer them below `/retro`."""
        add_below(self._bot, "retro", self._commands)

    async def cog_unload(self) -> None:
        """Take them back."""
        remove_below(self._bot, "retro", self._commands)
