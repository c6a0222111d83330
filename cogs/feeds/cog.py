"""`/paper feeds`: list, add, remove."""

from __future__ import annotations

from datetime import timedelta

from discord import app_commands
from discord.ext import commands

from bot.client import Syllabot
from bot.feeds import service
from bot.inputs.categories import all_named, named
from bot.inputs.search import search
from bot.scheduling import SET_RIGHT
from cogs.common.arxiv import Arxiv
from cogs.common.callers import as_insider
from cogs.common.choices import MAX_CHOICES, Choices, choice, suggestions
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.common.subcommands import add_below, remove_below
from cogs.feeds import views

_EVERY = timedelta(seconds=30)


@suggestions
async def _suggest_new(interaction: Interaction, current: str) -> Choices:
    """arXiv's categories that the group does not follow, by id or title."""
    known = set(await _followed(interaction))
    titles = [(category, title) for category, title in all_named() if category not in known]
    return _choices(titles, current)


@suggestions
async def _suggest_followed(interaction: Interaction, current: str) -> Choices:
    """The categories that the group follows."""
    return _choices([(each, named(each)) for each in await _followed(interaction)], current)


async def _followed(interaction: Interaction) -> list[str]:
    found = await as_insider(interaction).read(service.followed)
    return [feed.category for feed in found.feeds]


def _choices(titles: list[tuple[str, str]], current: str) -> Choices:
    by_id = dict(titles)
    return [choice(by_id[key], key) for key in search(titles, current, MAX_CHOICES)]


class FeedCommands(app_commands.Group):
    """The arXiv feeds behind the weekly paper; organisers change them."""

    @app_commands.command(name="list")
    async def list_(self, interaction: Interaction) -> None:
        """Show the arXiv feeds that the group follows, and how each is."""
        await reply(interaction, await views.shown(interaction))

    @app_commands.command()
    @app_commands.describe(category="Its id or title, such as stat.ML; commas between several")
    @app_commands.autocomplete(category=_suggest_new)
    async def add(
        self,
        interaction: Interaction,
        category: app_commands.Range[str, 1, views.MAX_TYPED],
    ) -> None:
        """Follow one more of arXiv's categories (organisers)."""
        await reply(interaction, await views.added(interaction, category))

    @app_commands.command()
    @app_commands.describe(category="Which one")
    @app_commands.autocomplete(category=_suggest_followed)
    async def remove(
        self,
        interaction: Interaction,
        category: app_commands.Range[str, 1, views.MAX_TYPED],
    ) -> None:
        """Follow a category no longer (organisers)."""
        await reply(interaction, await views.removed(interaction, category))


class Feeds(commands.Cog):
    """The feeds that groups follow, and their reading."""

    def __init__(self, bot: Syllabot) -> None:
        """Let the feeds be read from now on."""
        self._bot = bot
        self._below = app_commands.Group(name="below", description="Commands below /paper.")
        self._below.add_command(
            FeedCommands(name="feeds", description="The arXiv feeds behind the weekly paper.")
        )
        poller = bot.part(Arxiv).poller
        bot.jobs.add("feeds set right", poller.set_right, every=SET_RIGHT, on_set_clock=False)
        bot.jobs.add("feeds", poller.run_due, every=_EVERY, next_due=poller.next_due)

    async def cog_load(self) -> None:
        """Offer the commands."""
        add_below(self._bot, "paper", self._below)

    async def cog_unload(self) -> None:
        """Take them back."""
        remove_below(self._bot, "paper", self._below)
