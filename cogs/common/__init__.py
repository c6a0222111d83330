"""What all features' Discord side shares; as an extension, the one error path and the routes."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.client import Syllabot
from cogs.common.errors import answer
from cogs.common.routes import Interaction, Routes

_ROUTED = (discord.InteractionType.component, discord.InteractionType.modal_submit)


class Components(commands.Cog):
    """Sends each button, select and form to its feature's handler."""

    def __init__(self, routes: Routes) -> None:
        """Serve ``routes``."""
        self.routes = routes

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Route it; whatever goes wrong is answered."""
        if interaction.type not in _ROUTED:
            return
        try:
            await self.routes.dispatch(interaction)
        except Exception as error:  # noqa: BLE001 - the one error path: nothing may go unanswered
            await answer(interaction, error)


def include(bot: Syllabot, routes: Routes) -> None:
    """Serve a feature's routes; called from the feature's ``setup``."""
    components = bot.get_cog(Components.__name__)
    assert isinstance(components, Components), "cogs.common is the first extension"
    components.routes.include(routes)


async def setup(bot: Syllabot) -> None:
    """Wire the error path and the routes."""
    bot.tree.error(answer)
    await bot.add_cog(Components(Routes()))
