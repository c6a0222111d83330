"""`/plan`: show, import, export, edit, versions."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import NotFound, UserError
from bot.inputs.search import pick, search
from cogs.common.choices import Choices, choice
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.plans import draft_views, edit_views
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


async def _suggest_milestone(interaction: Interaction, current: str) -> Choices:
    try:
        plan, _ = await plan_of(interaction)
    except UserError:
        return []
    titles = {m.id: m.title for m in plan.milestones}
    return [choice(titles[found], found) for found in search(list(titles.items()), current)]


async def _suggest_component(interaction: Interaction, current: str) -> Choices:
    try:
        plan, _ = await plan_of(interaction)
    except UserError:
        return []
    components = [(n, c) for n, block in enumerate(plan.blocks, 1) for c in block.components]
    names = {c.id: f"Block {n} · {c.title}" for n, c in components}
    return [
        choice(names[found], found)
        for found in search([(c.id, c.title) for _, c in components], current)
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

    @app_commands.command(name="import")
    @app_commands.describe(
        file="A plan in TOML, at most 1 MiB; /plan export gives one to begin with"
    )
    async def bring_in(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Bring in a plan file: you see what would change, then confirm (organisers)."""
        await draft_views.bring_in(interaction, file)

    @app_commands.command()
    async def export(self, interaction: Interaction) -> None:
        """The plan as a TOML file, to keep, share or edit."""
        await draft_views.give_file(interaction)

    @app_commands.command()
    @app_commands.describe(
        milestone="Change or remove this one, or move it when you name a component too",
        component="Add a milestone here, or move the one you named here",
    )
    @app_commands.autocomplete(milestone=_suggest_milestone, component=_suggest_component)
    async def edit(
        self,
        interaction: Interaction,
        milestone: str | None = None,
        component: str | None = None,
    ) -> None:
        """Change, add, move or remove a milestone (organisers)."""
        await edit_views.begin(interaction, milestone, component)

    @app_commands.command()
    async def versions(self, interaction: Interaction) -> None:
        """Every version of the plan, to download; organisers can undo the newest."""
        await reply(interaction, await draft_views.version_list(interaction))
