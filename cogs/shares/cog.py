"""`/share`: add, list; and *Log as share* on messages (C4, U16)."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Syllabot
from bot.inputs.links import MAX_LINK
from bot.shares.rules import proposed_link, proposed_title
from cogs.common.message_text import text_of
from cogs.common.routes import Interaction
from cogs.shares import views


@app_commands.allowed_contexts(guilds=True, dms=True)
class Shares(commands.GroupCog, group_name="share"):
    """What members publish for others to learn from."""

    def __init__(self, bot: Syllabot) -> None:
        """Make the commands of this bot."""
        self._bot = bot
        self._menu = app_commands.ContextMenu(
            name="Log as share",
            callback=self.log_as_share,
            allowed_contexts=app_commands.AppCommandContext(guild=True),
        )

    async def cog_load(self) -> None:
        """Offer the command on messages too: a cog has none of these by itself."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it back."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def log_as_share(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form with the link that a message names, or else its own; never its author."""
        data: Any = interaction.data
        found = proposed_link(text_of(data["resolved"]["messages"][str(message.id)]))
        title = proposed_title(message.content)
        await views.begin(interaction, found or message.jump_url, title, from_message=True)

    @app_commands.command()
    @app_commands.describe(url="Where others find it; a form asks for the rest")
    async def add(
        self,
        interaction: Interaction,
        url: app_commands.Range[str, 1, MAX_LINK] | None = None,
    ) -> None:
        """Log a blog post, a talk, a video or code that you published."""
        await views.begin(interaction, url or "")

    @app_commands.command(name="list")
    async def list_(self, interaction: Interaction) -> None:
        """Show your knowledge shares with the month's count, and the group's."""
        await views.show_list(interaction)
