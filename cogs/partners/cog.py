"""`/partner`: join, pause, leave, notwith, history; round for organisers."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.partners import queries, service
from cogs.common.callers import as_member
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.partners import panels, views


@app_commands.allowed_contexts(guilds=True, dms=True)
class PartnerCommands(commands.GroupCog, group_name="partner"):
    """Somebody to learn with, anew in each round."""

    @app_commands.command()
    async def join(self, interaction: Interaction) -> None:
        """Take part in study partners, or change as what."""
        await views.ask_join(interaction, None)

    @app_commands.command()
    @app_commands.describe(until="First day on which you take part again; empty: until you end it")
    async def pause(
        self, interaction: Interaction, until: app_commands.Range[str, 1, 40] | None = None
    ) -> None:
        """Be left out of rounds for a while."""
        found = await as_member(interaction).act(service.pause, until or "")
        await reply(interaction, panels.mine_panel(found, "Saved."))

    @app_commands.command()
    async def leave(self, interaction: Interaction) -> None:
        """Take part no more."""
        found = await as_member(interaction).read(queries.mine)
        await reply(interaction, panels.leave_panel(found))

    @app_commands.command()
    @app_commands.describe(person="Somebody to add; a pair with them ends. Left empty: the list")
    async def notwith(self, interaction: Interaction, person: discord.User | None = None) -> None:
        """Whom you would rather not be paired with; nobody learns of it."""
        await views.reply_not_with(interaction, None if person is None else person.id)

    @app_commands.command()
    async def history(self, interaction: Interaction) -> None:
        """With whom you were paired; only you see it."""
        await views.show_history(interaction)

    @app_commands.command(name="round")
    async def round_(self, interaction: Interaction) -> None:
        """When rounds come, or start one (organisers)."""
        await views.show_rounds(interaction)
