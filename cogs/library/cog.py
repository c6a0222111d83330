"""`/glossary` and `/resources`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.inputs.search import search
from bot.library.rules import EVERY, KINDS, find_term
from bot.plans.rules.find import find_block
from cogs.common.choices import Choices, choice, suggestions
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.library.panels import glossary_panel, resources_panel, term_panel
from cogs.library.views import plan_of

_KINDS = [app_commands.Choice(name=name, value=kind) for kind, name in KINDS.items()]


@suggestions
async def _suggest_term(interaction: Interaction, typed: str) -> Choices:
    plan = await plan_of(interaction)
    titles = {term.id: term.term for term in plan.glossary}
    return [choice(titles[found], found) for found in search(list(titles.items()), typed)]


@suggestions
async def _suggest_block(interaction: Interaction, typed: str) -> Choices:
    plan = await plan_of(interaction)
    names = {b.id: f"Block {number} · {b.title}" for number, b in enumerate(plan.blocks, start=1)}
    found = search([(block.id, block.title) for block in plan.blocks], typed)
    return [choice(names[block_id], block_id) for block_id in found]


class Resources(commands.Cog):
    """What the plan's words mean, and what to learn from."""

    @app_commands.command()
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.describe(term="What you want to look up; left empty: all terms")
    @app_commands.autocomplete(term=_suggest_term)
    async def glossary(self, interaction: Interaction, term: str | None = None) -> None:
        """What a word of the plan means, and where to read on."""
        plan = await plan_of(interaction)
        panel = term_panel(plan, find_term(plan, term)) if term else glossary_panel(plan)
        await reply(interaction, panel)

    @app_commands.command()
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.describe(kind="One kind only", block="For one block only")
    @app_commands.choices(kind=_KINDS)
    @app_commands.autocomplete(block=_suggest_block)
    async def resources(
        self, interaction: Interaction, kind: str | None = None, block: str | None = None
    ) -> None:
        """What to learn from: courses, documentation, forums, newsletters, books, articles."""
        plan = await plan_of(interaction)
        block_id = find_block(plan, block).id if block else EVERY
        await reply(interaction, resources_panel(plan, kind or EVERY, block_id))
