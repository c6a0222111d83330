"""`/paper history`, `show` and `search`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import Syllabot
from bot.inputs.search import search
from bot.readings import queries
from bot.readings.rules.filters import MOST_BLOCKS, month_named, search_words
from bot.readings.values import Filters
from bot.reproductions.values import Outcome
from cogs.common.callers import as_insider
from cogs.common.choices import MAX_CHOICES, Choices, choice, suggestions
from cogs.common.routes import Interaction
from cogs.common.subcommands import add_below, remove_below
from cogs.readings import views
from cogs.readings.panels import month_words, outcome_words

_OUTCOMES = [
    app_commands.Choice(name=outcome_words(each).lower(), value=each.value) for each in Outcome
]


@suggestions
async def _suggest_paper(interaction: Interaction, typed: str) -> Choices:
    """What the group chose, then what it listed of late, reviewed or tried."""
    titles = await as_insider(interaction).read(queries.suggested)
    by_key = dict(titles)
    return [choice(f"{key} · {by_key[key]}", key) for key in search(titles, typed, MAX_CHOICES)]


@suggestions
async def _suggest_month(interaction: Interaction, typed: str) -> Choices:
    found = await as_insider(interaction).read(queries.months)
    wanted = typed.strip().casefold()
    named = [(each, f"{month_words(each)} · {each}") for each in found]
    return [choice(name, each) for each, name in named if wanted in name.casefold()][:MAX_CHOICES]


class ReadingCommands(app_commands.Group):
    """What stands below `/paper`."""

    @app_commands.command()
    @app_commands.describe(
        block="Only papers that served this block of the plan, by its number",
        month="Only what was chosen in this month, such as 2026-03",
        outcome="Only papers of which this came",
    )
    @app_commands.autocomplete(month=_suggest_month)
    @app_commands.choices(outcome=_OUTCOMES)
    async def history(
        self,
        interaction: Interaction,
        block: app_commands.Range[int, 1, MOST_BLOCKS] | None = None,
        month: str | None = None,
        outcome: app_commands.Choice[str] | None = None,
    ) -> None:
        """Show what the group has read."""
        wanted = Filters(
            block=block or 0,
            month=month_named(month) if month else "",
            outcome=None if outcome is None else Outcome(outcome.value),
        )
        await views.show_history(interaction, wanted)

    @app_commands.command()
    @app_commands.describe(paper="Words of its title, or its arXiv id or link")
    @app_commands.autocomplete(paper=_suggest_paper)
    async def show(self, interaction: Interaction, paper: str) -> None:
        """Show all about one of the group's papers."""
        await views.show_paper(interaction, paper)

    @app_commands.command()
    @app_commands.describe(words="Of a title, an author, a subject, a review; each begins a word")
    async def search(self, interaction: Interaction, words: str) -> None:
        """Look through what the group has read."""
        await views.show_history(interaction, Filters(words=search_words(words)))


class Readings(commands.Cog):
    """What the group has read, below `/paper`."""

    def __init__(self, bot: Syllabot) -> None:
        """Make the commands of this bot."""
        self._bot = bot
        self._commands = ReadingCommands(name="readings", description="Not used")

    async def cog_load(self) -> None:
        """Offer them below `/paper`."""
        add_below(self._bot, "paper", self._commands)

    async def cog_unload(self) -> None:
        """Take them back."""
        remove_below(self._bot, "paper", self._commands)
