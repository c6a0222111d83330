"""`/glossary` and `/resources`."""

from __future__ import annotations

from datetime import timedelta

from discord import app_commands
from discord.ext import commands

from bot.client import Syllabot
from bot.inputs.search import search
from bot.library.rules import find_term, topics
from bot.library.service import forget_declined
from bot.plans.rules.find import find_block
from cogs.common.choices import Choices, choice, suggestions
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.library.panels import glossary_panel, term_panel
from cogs.library.style import KINDS
from cogs.library.views import library_of, shelf_panel

_KINDS = [app_commands.Choice(name=name, value=kind.value) for kind, name in KINDS.items()]
_DAY = timedelta(days=1)
_TYPED = 100


@suggestions
async def _suggest_term(interaction: Interaction, typed: str) -> Choices:
    plan = (await library_of(interaction)).plan
    titles = {term.id: term.term for term in plan.glossary}
    return [choice(titles[found], found) for found in search(list(titles.items()), typed)]


@suggestions
async def _suggest_block(interaction: Interaction, typed: str) -> Choices:
    plan = (await library_of(interaction)).plan
    names = {b.id: f"Block {number} · {b.title}" for number, b in enumerate(plan.blocks, start=1)}
    found = search([(block.id, block.title) for block in plan.blocks], typed)
    return [choice(names[block_id], block_id) for block_id in found]


@suggestions
async def _suggest_topic(interaction: Interaction, typed: str) -> Choices:
    """The topics that the library names; any other word is looked for too."""
    named = topics(await library_of(interaction))
    return [choice(topic, topic) for topic in search([(each, each) for each in named], typed)]


class Resources(commands.Cog):
    """What the plan's words mean, and what to learn from."""

    def __init__(self, bot: Syllabot) -> None:
        """Let suggestions be forgotten, from now on, that were left out a while ago."""
        self._bot = bot
        bot.jobs.add("declined suggestions", self._forget_declined, every=_DAY)

    @app_commands.command()
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.describe(term="What you want to look up; left empty: all terms")
    @app_commands.autocomplete(term=_suggest_term)
    async def glossary(self, interaction: Interaction, term: str | None = None) -> None:
        """What a word of the plan means, and where to read on."""
        found = await library_of(interaction)
        panel = term_panel(found, find_term(found.plan, term)) if term else glossary_panel(found)
        await reply(interaction, panel)

    @app_commands.command()
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.describe(
        kind="One kind only", block="For one block only", topic="A topic, or any word"
    )
    @app_commands.choices(kind=_KINDS)
    @app_commands.autocomplete(block=_suggest_block, topic=_suggest_topic)
    async def resources(
        self,
        interaction: Interaction,
        kind: str | None = None,
        block: str | None = None,
        topic: app_commands.Range[str, 1, _TYPED] | None = None,
    ) -> None:
        """What to learn from: courses, documentation, forums, newsletters, books, papers."""
        plan = (await library_of(interaction)).plan
        block_id = find_block(plan, block).id if block else ""
        await reply(interaction, await shelf_panel(interaction, kind or "", block_id, topic or ""))

    async def _forget_declined(self) -> None:
        async with self._bot.db.begin() as session:
            await forget_declined(session, self._bot.clock.now())
