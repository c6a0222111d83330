"""*Add to retro* on any message: a card about it, with its link and without its author (U16)."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Syllabot
from bot.retros import queries
from cogs.common.callers import as_member
from cogs.common.reply import open_form
from cogs.common.routes import Interaction
from cogs.retros.card_panels import any_card_form


class RetroMessageMenu(commands.Cog):
    """The command on messages: a cog has none of these by itself."""

    def __init__(self, bot: Syllabot) -> None:
        """Make the command of this bot."""
        self._bot = bot
        self._menu = app_commands.ContextMenu(
            name="Add to retro",
            callback=self.add_to_retro,
            allowed_contexts=app_commands.AppCommandContext(guild=True),
        )

    async def cog_load(self) -> None:
        """Offer it."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it back."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def add_to_retro(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form of a card, or a comment, that begins with the message's link."""
        retro = await as_member(interaction).read(queries.current_retro)
        await open_form(interaction, any_card_form(retro, about=message.jump_url))
