"""`/plan`: show, import, export, edit, versions."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.inputs.search import search
from bot.plans import queries
from bot.plans.values import Plan
from cogs.common.callers import as_anyone
from cogs.common.choices import Choices, choice, suggestions
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.plans import draft_views, edit_views, views


@suggestions
async def _suggest_block(interaction: Interaction, typed: str) -> Choices:
    blocks = enumerate((await _plan(interaction)).blocks, 1)
    found = [(block.id, block.title, f"Block {n} · {block.title}") for n, block in blocks]
    return _choices(found, typed)


@suggestions
async def _suggest_milestone(interaction: Interaction, typed: str) -> Choices:
    plan = await _plan(interaction)
    return _choices([(m.id, m.title, m.title) for m in plan.milestones], typed)


@suggestions
async def _suggest_component(interaction: Interaction, typed: str) -> Choices:
    blocks = enumerate((await _plan(interaction)).blocks, 1)
    found = [(c.id, c.title, f"Block {n} · {c.title}") for n, b in blocks for c in b.components]
    return _choices(found, typed)


async def _plan(interaction: Interaction) -> Plan:
    return await as_anyone(interaction).read(queries.current_for)


def _choices(known: Sequence[tuple[str, str, str]], typed: str) -> Choices:
    """Of (id, title, label) those whose title fits what was typed."""
    labels = {name: label for name, _, label in known}
    titles = [(name, title) for name, title, _ in known]
    return [choice(labels[found], found) for found in search(titles, typed)]


@app_commands.allowed_contexts(guilds=True, dms=True)
class Plans(commands.GroupCog, group_name="plan"):
    """The plan that your group follows."""

    @app_commands.command()
    @app_commands.describe(block="Open one block")
    @app_commands.autocomplete(block=_suggest_block)
    async def show(self, interaction: Interaction, block: str | None = None) -> None:
        """Show the plan, or one block of it."""
        await reply(interaction, await views.show(interaction, block))

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
