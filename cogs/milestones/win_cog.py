"""`/win`: share, list."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.milestones.acting import my_board
from cogs.milestones.item_panels import item_panel
from cogs.milestones.suggesting import suggest
from cogs.milestones.win_panels import is_shareable, shareable_panel
from cogs.milestones.win_views import release, wins_of


@app_commands.allowed_contexts(guilds=True, dms=True)
class Wins(commands.GroupCog, group_name="win"):
    """What members finished and chose to tell the group."""

    @app_commands.command()
    @app_commands.describe(milestone="One that is done; left empty: choose from a list")
    @app_commands.autocomplete(milestone=suggest(is_shareable))
    async def share(self, interaction: Interaction, milestone: str | None = None) -> None:
        """Tell the group about something you have finished."""
        if milestone is None:
            await reply(interaction, shareable_panel(await my_board(interaction)))
            return
        outcome, said = await release(interaction, milestone)
        await reply(interaction, item_panel(outcome.board, outcome.item, said))

    @app_commands.command(name="list")
    async def list_(self, interaction: Interaction) -> None:
        """Show the wins that members shared in the last weeks."""
        await reply(interaction, await wins_of(interaction))
