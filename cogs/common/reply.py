"""Answering an interaction, whatever has been answered already."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.common.panels import Panel
from cogs.common.routes import Interaction

_DEFERRED = discord.InteractionResponseType.deferred_channel_message


async def reply(
    interaction: Interaction,
    panel: Panel,
    *,
    private: bool = True,
    files: Sequence[discord.File] = (),
) -> None:
    """Answer with ``panel``: at once, in place of "thinking…", or as a further message."""
    response = interaction.response
    if not response.is_done():
        await response.send_message(view=panel, ephemeral=private, files=files)
    elif response.type is _DEFERRED:
        await interaction.edit_original_response(view=panel, attachments=files)
    else:
        await interaction.followup.send(view=panel, ephemeral=private, files=files)


async def rerender(interaction: Interaction, panel: Panel) -> None:
    """Show ``panel`` in place of the message whose button was pressed (or form was opened from)."""
    if interaction.message is None:
        await reply(interaction, panel)
    elif interaction.response.is_done():
        await interaction.edit_original_response(view=panel)
    else:
        await interaction.response.edit_message(view=panel)
