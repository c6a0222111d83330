"""`/paper`: picks, vote, nominate; close, extend, skip. Other features add theirs below it."""

from __future__ import annotations

from datetime import timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.arxiv.values import Paper
from bot.client import Syllabot
from bot.papers import queries, unused
from cogs.common.callers import as_member
from cogs.common.choices import MAX_CHOICES, Choices, choice, suggestions
from cogs.common.routes import Interaction
from cogs.papers import (
    ballot_views,
    message_views,
    nomination_views,
    organiser_views,
    views,
)
from cogs.papers.nomination_views import MAX_TYPED

_DAY = timedelta(days=1)


@suggestions
async def _suggest_paper(interaction: Interaction, current: str) -> Choices:
    """Recent papers of the group's categories; an id or a link needs no suggestion."""
    found = await as_member(interaction).read(queries.suggest, current.strip(), MAX_CHOICES)
    return [choice(_named(paper), paper.key) for paper in found]


def _named(paper: Paper) -> str:
    mark = " · withdrawn" if paper.is_withdrawn else ""
    return f"{paper.key}{mark} · {paper.title}"


@app_commands.allowed_contexts(guilds=True, dms=True)
class Papers(commands.GroupCog, group_name="paper"):
    """A paper a week: the group's shortlist, its private vote, and what was discussed."""

    def __init__(self, bot: Syllabot) -> None:
        """Let papers be forgotten, from now on, that nobody used."""
        self._bot = bot
        bot.jobs.add("unused papers", self._forget_unused, every=_DAY)
        self._menu = app_commands.ContextMenu(
            name="Nominate paper",
            callback=self.nominate_paper,
            allowed_contexts=app_commands.AppCommandContext(guild=True),
        )

    async def cog_load(self) -> None:
        """Offer the command on messages too: a cog has none of these by itself."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it back."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def nominate_paper(self, interaction: Interaction, message: discord.Message) -> None:
        """Nominate the paper that a message names."""
        await message_views.nominate_paper(interaction, message)

    @app_commands.command()
    async def picks(self, interaction: Interaction) -> None:
        """Show this week's shortlist."""
        await views.show_picks(interaction)

    @app_commands.command()
    async def vote(self, interaction: Interaction) -> None:
        """Open your private ballot."""
        await ballot_views.show_open_ballot(interaction)

    @app_commands.command()
    @app_commands.describe(
        paper="An arXiv id or link, or words of a recent title or author",
        name_me="Whether the shortlist says that it was you; you can change that until then",
    )
    @app_commands.autocomplete(paper=_suggest_paper)
    async def nominate(
        self,
        interaction: Interaction,
        paper: app_commands.Range[str, 1, MAX_TYPED],
        name_me: bool = False,
    ) -> None:
        """Put a paper on the next shortlist."""
        await nomination_views.nominate(interaction, paper, is_named=name_me)

    @app_commands.command()
    async def close(self, interaction: Interaction) -> None:
        """End the vote now, for organisers; shows first what follows."""
        await organiser_views.ask_close(interaction)

    @app_commands.command()
    async def extend(self, interaction: Interaction) -> None:
        """Give the vote more days, for organisers; shows first what follows."""
        await organiser_views.ask_extend(interaction)

    @app_commands.command()
    async def skip(self, interaction: Interaction) -> None:
        """Leave a week without a vote, for organisers; shows first what follows."""
        await organiser_views.ask_skip(interaction)

    async def _forget_unused(self) -> None:
        async with self._bot.db.begin() as session:
            await unused.forget_old(session, self._bot.clock.now())
