"""The commands of retros."""

from __future__ import annotations

from typing import Literal

from discord import app_commands
from discord.ext import commands

from bot.retros import queries, service
from bot.retros.rules import FORMATS, WORKED_ADJUST, find_anonymity
from cogs.common.callers import as_organiser
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.retros.channel import postable_channel
from cogs.retros.panels import close_question_panel, closed_panel, opened_panel
from cogs.retros.views import write_any_card


@app_commands.allowed_contexts(guilds=True, dms=True)
class RetroCommands(commands.GroupCog, name="retro", description="Look back together"):
    """``/retro``."""

    @app_commands.command(description="Open a retro: cards stay hidden until the reveal")
    @app_commands.describe(
        format="Which columns it has",
        anonymity="Whether names show at the reveal; it cannot be changed afterwards",
    )
    @app_commands.choices(
        format=[app_commands.Choice(name=known.title, value=known.key) for known in FORMATS]
    )
    async def open(
        self,
        interaction: Interaction,
        format: str = WORKED_ADJUST.key,
        anonymity: Literal["anonymous", "named"] = "anonymous",
    ) -> None:
        """Open a retro now, with its panel on the way to the retros channel."""
        channel_id = await postable_channel(interaction)
        outcome = await as_organiser(interaction).act(
            service.open_retro, format_key=format, anonymity=find_anonymity(anonymity)
        )
        await reply(interaction, opened_panel(outcome, channel_id))

    @app_commands.command(description="Close the open retro and reveal its cards")
    async def close(self, interaction: Interaction) -> None:
        """Ask whether the open retro shall close; summaries that are owed go out at once."""
        organiser = as_organiser(interaction)
        channel_id = await postable_channel(interaction)
        retro = await organiser.read(queries.open_retro)
        if retro is not None:
            await reply(interaction, close_question_panel(retro, channel_id))
            return
        outcome = await organiser.act(service.close_retro)
        await reply(interaction, closed_panel(outcome, channel_id))

    @app_commands.command(description="Write a card for the open retro")
    async def card(self, interaction: Interaction) -> None:
        """Open the form for a card in any column."""
        await write_any_card(interaction)
