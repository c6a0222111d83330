"""*Nominate paper* on any message: what it names is nominated, or asked which of it (U16)."""

from __future__ import annotations

from typing import Any

import discord

from bot.papers import nominations
from cogs.common.callers import as_member
from cogs.common.message_text import text_of
from cogs.common.reply import reply
from cogs.common.routes import Interaction, chosen_one
from cogs.papers import nomination_panels, nomination_views
from cogs.papers.routes import WHICH


async def nominate_paper(interaction: Interaction, message: discord.Message) -> None:
    """Nominate the paper that a message names; of several, ask which.

    Discord sends the message with the command, so that no message has to be read otherwise.

    Raises:
        UserError: it names none.
    """
    data: Any = interaction.data
    keys = nominations.keys_in(text_of(data["resolved"]["messages"][str(message.id)]))
    if len(keys) == 1:
        await nomination_views.nominate(interaction, keys[0])
        return
    known = await as_member(interaction).read(nominations.known_of, keys)
    await reply(interaction, nomination_panels.which_panel(keys, known))


@WHICH.press
async def which(interaction: Interaction) -> None:
    await nomination_views.nominate(interaction, chosen_one(interaction))
