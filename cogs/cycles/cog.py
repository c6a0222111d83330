"""`/cycle`: show, review, start."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.cycles import queries, service
from bot.inputs.dates import say_date
from bot.inputs.text import ascii_signs
from cogs.common.callers import as_member, as_organiser
from cogs.common.choices import MAX_CHOICES, suggestions
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.cycles.review_views import listed
from cogs.cycles.start_panels import closing_panel
from cogs.cycles.views import lacking, shown


@suggestions
async def _suggest_number(interaction: Interaction, current: str) -> list[app_commands.Choice[int]]:
    closed = await as_member(interaction).read(queries.earlier_cycles)
    return [
        app_commands.Choice(
            name=f"Cycle {cycle.number} · closed {say_date(cycle.ended_on)}", value=cycle.number
        )
        for cycle in closed
        if str(cycle.number).startswith(ascii_signs(current))
    ][:MAX_CHOICES]


@app_commands.allowed_contexts(guilds=True, dms=True)
class Cycles(commands.GroupCog, group_name="cycle"):
    """The end of one time through the plan, and the next beginning."""

    @app_commands.command()
    @app_commands.describe(number="An earlier cycle; left empty: the present one")
    @app_commands.autocomplete(number=_suggest_number)
    async def show(
        self, interaction: Interaction, number: app_commands.Range[int, 1, 10_000] | None = None
    ) -> None:
        """Show where you stand in this cycle, or how you stood when an earlier one was closed."""
        found = await as_member(interaction).read(queries.look_at, number)
        await reply(interaction, shown(interaction, found))

    @app_commands.command()
    async def review(self, interaction: Interaction) -> None:
        """Decide what becomes of each milestone that was open when the last cycle was closed."""
        await reply(
            interaction, listed(interaction, await as_member(interaction).read(queries.review))
        )

    @app_commands.command()
    @app_commands.describe(
        date="First day of the next cycle, such as 2026-12-07 or monday; left empty: today"
    )
    async def start(self, interaction: Interaction, date: str | None = None) -> None:
        """Close this cycle and begin the next one; you see first what that does (organisers)."""
        closing = await as_organiser(interaction).act(service.look_before_close, start=date)
        await reply(interaction, closing_panel(closing, lacking(interaction, closing.group)))
