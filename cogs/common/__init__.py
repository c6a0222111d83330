"""What all features share on Discord; as a feature of its own, the routes and the error path."""

from __future__ import annotations

from collections.abc import Iterable

import discord
from discord.ext import commands

from bot.client import Syllabot
from bot.feature import FeatureData, export_nothing, forget_nothing
from cogs.common.deferral import watch
from cogs.common.errors import answer, answer_routed
from cogs.common.feature import Feature
from cogs.common.routes import Interaction, RouteTable

_ROUTED = (discord.InteractionType.component, discord.InteractionType.modal_submit)
_ANSWERED = (discord.InteractionType.application_command, *_ROUTED)


def routes_of(features: Iterable[Feature]) -> RouteTable:
    """The one table of all features' routes."""
    return RouteTable(route for feature in features for route in feature.routes)


class Components(commands.Cog):
    """Sends each button, select and form to its feature's handler."""

    def __init__(self, bot: Syllabot) -> None:
        """Serve the routes of all features."""
        self.routes = routes_of(bot.features)
        bot.tree.error(answer)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Route it; whatever goes wrong is answered, and what takes long is deferred."""
        if interaction.type in _ANSWERED:
            watch(interaction)
        if interaction.type not in _ROUTED:
            return
        try:
            await self.routes.dispatch(interaction)
        except Exception as error:  # noqa: BLE001 - the one error path: nothing may go unanswered
            await answer_routed(interaction, error, self.routes)


FEATURE = Feature(
    data=FeatureData(
        name="common",
        help=(),
        stored=(),
        forget=forget_nothing,
        export=export_nothing,
        kinds=(),
    ),
    cogs=(Components,),
    routes=(),
    senders={},
)
