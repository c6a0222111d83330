"""`/news`: list, add, remove."""

from __future__ import annotations

from datetime import timedelta

from discord import app_commands
from discord.ext import commands

from bot.client import Syllabot
from bot.inputs.links import host_of
from bot.inputs.search import search
from bot.news import queries
from bot.scheduling import SET_RIGHT
from cogs.common.callers import as_insider
from cogs.common.choices import MAX_CHOICES, Choices, choice, suggestions
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.news import views
from cogs.news.newsletters import Newsletters

_EVERY = timedelta(minutes=1)


@suggestions
async def _suggest_new(interaction: Interaction, current: str) -> Choices:
    """Feeds of the plan and of the settings that the group does not follow; an address is typed."""
    found = await as_insider(interaction).read(queries.news, views.named_in(interaction))
    titles = {each.key: f"{each.title} · {host_of(each.url)}" for each in found.suggested}
    keys = search(list(titles.items()), current, MAX_CHOICES)
    return [choice(titles[key], key) for key in keys]


@suggestions
async def _suggest_followed(interaction: Interaction, current: str) -> Choices:
    """The newsletters that the group follows."""
    found = await as_insider(interaction).read(queries.news, views.named_in(interaction))
    titles = {str(feed.id): f"{feed.title} · {host_of(feed.url)}" for feed in found.feeds}
    keys = search(list(titles.items()), current, MAX_CHOICES)
    return [choice(titles[key], key) for key in keys]


@app_commands.allowed_contexts(guilds=True, dms=True)
class News(commands.GroupCog, group_name="news"):
    """The newsletters behind the prompt on news; organisers change them."""

    def __init__(self, bot: Syllabot) -> None:
        """Let newsletters be read from now on."""
        reader = bot.part(Newsletters).reader
        bot.jobs.add("newsletters set right", reader.set_right, every=SET_RIGHT, on_set_clock=False)
        bot.jobs.add("newsletters", reader.run_due, every=_EVERY, next_due=reader.next_due)

    @app_commands.command(name="list")
    async def list_(self, interaction: Interaction) -> None:
        """Show the newsletters that the group follows, and their latest headlines."""
        await reply(interaction, await views.shown(interaction))

    @app_commands.command()
    @app_commands.describe(url="The address of an RSS or Atom feed, or one of those suggested")
    @app_commands.autocomplete(url=_suggest_new)
    async def add(
        self, interaction: Interaction, url: app_commands.Range[str, 1, views.MAX_TYPED]
    ) -> None:
        """Follow one more newsletter (organisers)."""
        await views.reply_added(interaction, url)

    @app_commands.command()
    @app_commands.describe(newsletter="Which one")
    @app_commands.autocomplete(newsletter=_suggest_followed)
    async def remove(
        self, interaction: Interaction, newsletter: app_commands.Range[str, 1, views.MAX_TYPED]
    ) -> None:
        """Follow a newsletter no longer (organisers)."""
        await reply(interaction, await views.removed(interaction, newsletter))
