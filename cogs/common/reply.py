"""Answering an interaction, whatever has been answered already."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.public_panels import PostedMessage
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
    """Show ``panel`` in place of the message whose button was pressed (or form was opened from).

    Only where that message is the person's alone. The buttons that stand in a message for all are
    no proof of what was pressed there, so the answer to anything else is a private one.
    """
    message = interaction.message
    if message is not None and (interaction.guild_id is None or message.flags.ephemeral):
        await _edit(interaction, panel)
    else:
        await reply(interaction, panel)


async def rerender_public(
    interaction: Interaction, panel: Panel, posted: PostedMessage | None
) -> bool:
    """Show ``panel``, which is for all to see, in the message that was ``posted`` for it.

    When that is not the message whose button was pressed, this is :func:`rerender`. Says whether
    the posted one now shows it.
    """
    message = interaction.message
    if message is None or posted is None or message.id != posted.message_id:
        await rerender(interaction, panel)
        return False
    await _edit(interaction, panel)
    return True


async def _edit(interaction: Interaction, panel: Panel) -> None:
    if interaction.response.is_done():
        await interaction.edit_original_response(view=panel)
    else:
        await interaction.response.edit_message(view=panel)
