"""`/competency`: rate, show, evidence."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands
from sqlalchemy.ext.asyncio import AsyncSession

from bot.competency import queries
from bot.competency.values import Look
from bot.errors import NotFound
from bot.groups.values import MemberCaller
from bot.inputs.search import pick, search
from bot.plans.values import Axis
from cogs.common.callers import as_member
from cogs.common.choices import Choices, choice, suggestions
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.competency.change import show_change
from cogs.competency.views import evidence_shown, sheet_of


async def _axes(session: AsyncSession, caller: MemberCaller) -> tuple[Axis, ...]:
    return (await queries.plan_with_axes(session, caller)).axes


@suggestions
async def _suggest_axis(interaction: Interaction, current: str) -> Choices:
    titles = [(axis.id, axis.title) for axis in await as_member(interaction).read(_axes)]
    return [choice(dict(titles)[found], found) for found in search(titles, current)]


async def _latest(session: AsyncSession, caller: MemberCaller) -> tuple[int, Look]:
    return caller.guild_id, await queries.look(session, caller)


@app_commands.allowed_contexts(guilds=True, dms=True)
class Competency(commands.GroupCog, group_name="competency"):
    """Where you stand on the plan's axes, for you alone."""

    @app_commands.command()
    async def rate(self, interaction: Interaction) -> None:
        """Rate yourself on the plan's axes, or go on where you stopped."""
        await reply(interaction, await as_member(interaction).read(sheet_of))

    @app_commands.command()
    async def show(self, interaction: Interaction) -> None:
        """Show your levels, and how they moved since the rating before."""
        guild_id, found = await as_member(interaction).read(_latest)
        await show_change(interaction, found, guild_id)

    @app_commands.command()
    @app_commands.describe(axis="One axis only")
    @app_commands.autocomplete(axis=_suggest_axis)
    async def evidence(self, interaction: Interaction, axis: str | None = None) -> None:
        """Show what you did, by axis."""
        axis_id = ""
        if axis is not None:
            axes = await as_member(interaction).read(_axes)
            axis_id = pick([(each.id, each.title) for each in axes], axis) or ""
            if not axis_id:
                raise NotFound("The plan has no such axis. Pick one from the suggestions.")
        await reply(interaction, await evidence_shown(interaction, None, axis_id, 0))
