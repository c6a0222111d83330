"""`/checkin`: now, history, cadence."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.checkins import queries, service
from cogs.checkins.panels import cadence_panel, welcome_panel
from cogs.checkins.views import show_history
from cogs.common.callers import as_member
from cogs.common.reply import reply
from cogs.common.routes import Interaction


@app_commands.allowed_contexts(guilds=True, dms=True)
class CheckIns(commands.GroupCog, group_name="checkin"):
    """How you are, for you alone."""

    @app_commands.command()
    async def now(self, interaction: Interaction) -> None:
        """Look at how you are these weeks; only you see it."""
        found = await as_member(interaction).read(queries.welcome)
        await reply(interaction, welcome_panel(found))

    @app_commands.command()
    async def history(self, interaction: Interaction) -> None:
        """Show how your answers have moved; only you see it."""
        await show_history(interaction)

    @app_commands.command()
    @app_commands.describe(days="Days from one to the next, 28 to 42; left empty: what is set")
    async def cadence(self, interaction: Interaction, days: int | None = None) -> None:
        """How often the daily message offers a check-in, or not at all."""
        acting = as_member(interaction)
        if days is None:
            found = await acting.read(queries.own_standing)
            await reply(interaction, cadence_panel(found))
            return
        found = await acting.act(service.set_cadence, days)
        await reply(interaction, cadence_panel(found, "Saved."))
