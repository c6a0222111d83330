"""`/win`: share, list."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.inputs.search import search
from bot.milestones.queries import my_board
from cogs.common.callers import as_member
from cogs.common.choices import MAX_CHOICES, Choices, choice, suggestions
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.wins.panels import is_shareable
from cogs.wins.views import ask_to_share, shareable, wins_of


@suggestions
async def _suggest(interaction: Interaction, current: str) -> Choices:
    """What can be shared, then everything else."""
    board = await as_member(interaction).read(my_board)
    by_id = {item.id: item for item in board.items}
    found = search([(name, item.title) for name, item in by_id.items()], current, len(by_id))
    items = sorted((by_id[name] for name in found), key=lambda item: not is_shareable(item))
    return [choice(f"{item.status.mark} {item.title}", item.id) for item in items[:MAX_CHOICES]]


@app_commands.allowed_contexts(guilds=True, dms=True)
class Wins(commands.GroupCog, group_name="win"):
    """What members finished and chose to tell the group."""

    @app_commands.command()
    @app_commands.describe(milestone="One that is done; left empty: choose from a list")
    @app_commands.autocomplete(milestone=_suggest)
    async def share(self, interaction: Interaction, milestone: str | None = None) -> None:
        """Tell the group about something you have finished."""
        if milestone is None:
            await reply(interaction, await shareable(interaction))
            return
        await reply(interaction, await ask_to_share(interaction, milestone))

    @app_commands.command(name="list")
    async def list_(self, interaction: Interaction) -> None:
        """Show the wins that members shared in the last weeks."""
        await reply(interaction, await wins_of(interaction))
