"""`/cycle`: show, review, start."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.cycles import service as cycles
from bot.cycles.snapshots import closed_cycles
from bot.errors import UserError
from bot.inputs.dates import say_date
from cogs.common.access import group_of, require_organiser
from cogs.common.choices import MAX_CHOICES
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.cycles.review_panels import review_panel
from cogs.cycles.review_views import my_review
from cogs.cycles.start_panels import closing_panel
from cogs.cycles.views import lacking, look_at


async def _suggest_number(interaction: Interaction, current: str) -> list[app_commands.Choice[int]]:
    try:
        async with interaction.client.db.read() as session:
            closed = await closed_cycles(session, await group_of(interaction, session))
    except UserError:
        return []  # the command itself says what is missing
    return [
        app_commands.Choice(
            name=f"Cycle {cycle.number} · closed {say_date(cycle.ended_on)}", value=cycle.number
        )
        for cycle in closed
        if str(cycle.number).startswith(current.strip())
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
        async with interaction.client.db.read() as session:
            guild_id = await group_of(interaction, session)
        await reply(interaction, await look_at(interaction, guild_id, number))

    @app_commands.command()
    async def review(self, interaction: Interaction) -> None:
        """Decide what becomes of each milestone that was open when the last cycle was closed."""
        async with interaction.client.db.read() as session:
            guild_id = await group_of(interaction, session)
        await reply(interaction, review_panel(await my_review(interaction, guild_id)))

    @app_commands.command()
    @app_commands.describe(
        date="First day of the next cycle, such as 2026-12-07 or monday; left empty: today"
    )
    async def start(self, interaction: Interaction, date: str | None = None) -> None:
        """Close this cycle and begin the next one; you see first what that does (organisers)."""
        guild_id = require_organiser(interaction)
        bot = interaction.client
        async with bot.db.read() as session:
            closing = await cycles.look_before_close(
                session, guild_id, start=date, now=bot.clock.now()
            )
        await reply(interaction, closing_panel(closing, lacking(bot, closing.group)))
