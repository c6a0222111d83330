"""`/paper review`, `/paper reviews`, `/paper rota`: they stand below papers' command."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.arxiv.values import Paper
from bot.client import Syllabot
from bot.reviews import queries
from cogs.common.callers import as_member
from cogs.common.choices import MAX_CHOICES, Choices, choice, suggestions
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.common.subcommands import add_below, remove_below
from cogs.reviews import rota_views, views

_PARENT = "paper"


@suggestions
async def _suggest_paper(interaction: Interaction, typed: str) -> Choices:
    """What the group chose, then what stood on its shortlists."""
    found = await as_member(interaction).read(queries.suggest, typed.strip(), MAX_CHOICES)
    return [choice(_named(paper), paper.key) for paper in found]


def _named(paper: Paper) -> str:
    return f"{paper.key} · {paper.title}"


class _Commands(app_commands.Group):
    @app_commands.command()
    @app_commands.describe(paper="An arXiv id or link; words of a title suggest what the group had")
    @app_commands.autocomplete(paper=_suggest_paper)
    async def review(
        self, interaction: Interaction, paper: app_commands.Range[str, 1, views.MAX_TYPED]
    ) -> None:
        """Write or change your review of a paper."""
        await views.write(interaction, paper)

    @app_commands.command()
    async def reviews(self, interaction: Interaction) -> None:
        """Show your reviews, and those that the group published."""
        await reply(interaction, await views.my_reviews(interaction))

    @app_commands.command()
    async def rota(self, interaction: Interaction) -> None:
        """Show whose turn it is to review, and put yourself down."""
        await reply(interaction, await rota_views.shown(interaction))


class Reviews(commands.Cog):
    """Reviews of papers, and who writes the next."""

    def __init__(self, bot: Syllabot) -> None:
        """Bring the commands."""
        self._bot = bot
        self._commands = _Commands(name="reviews", description="Reviews of papers.")

    async def cog_load(self) -> None:
        """Let them stand below the papers' command."""
        add_below(self._bot, _PARENT, self._commands)

    async def cog_unload(self) -> None:
        """Take them back."""
        remove_below(self._bot, _PARENT, self._commands)
