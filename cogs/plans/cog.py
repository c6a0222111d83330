"""`/plan`: show."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.errors import NotFound, UserError
from bot.milestones.search import pick, search
from cogs.common.choices import Choices, choice
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.plans.panels import block_panel, plan_panel
from cogs.plans.views import plan_of


async def _suggest_block(interaction: Interaction, current: str) -> Choices:
    try:
        plan, _ = await plan_of(interaction)
    except UserError:
        return []
    names = {block.id: f"Block {n} · {block.title}" for n, block in enumerate(plan.blocks, 1)}
    return [
        choice(names[found], found)
        for found in search([(block.id, block.title) for block in plan.blocks], current)
    ]


@app_commands.allowed_contexts(guilds=True, dms=True)
class Plans(commands.GroupCog, group_name="plan"):
    """The plan that your group follows."""

    @app_commands.command()
    @app_commands.describe(block="Open one block")
    @app_commands.autocomplete(block=_suggest_block)
    async def show(self, interaction: Interaction, block: str | None = None) -> None:
        """Show the plan, or one block of it."""
        plan, counts = await plan_of(interaction)
        if block is None:
            await reply(interaction, plan_panel(plan, counts))
            return
        found = pick([(entry.id, entry.title) for entry in plan.blocks], block)
        for number, entry in enumerate(plan.blocks, start=1):
            if entry.id == found or block.strip() == str(number):
                await reply(interaction, block_panel(plan, number, counts))
                return
        raise NotFound("The plan has no such block. Pick one as you type.")
