"""Joining, as other features lead to it: its button, and its answer once a choice was made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import discord
from discord import ui

from cogs.common.panels import Panel, button
from cogs.common.routes import Interaction, Route, snowflake

JOIN_BESIDE = Route("me:join-beside", snowflake, int)
"""Joins in a further answer. Keys: the group's guild id, and the id of the delivery by which the
message came, which tells that message from others, or 0."""

ShowJoined = Callable[[Interaction, int], Awaitable[Panel]]
"""``(interaction, guild_id)``: the answer to joining, of a member of that group."""


def join_button(guild_id: int, *, delivery_id: int = 0) -> ui.Button[ui.LayoutView]:
    """Lets whoever presses it join, in a further answer: the message that it stands in stays."""
    return button("Join", JOIN_BESIDE(guild_id, delivery_id), style=discord.ButtonStyle.primary)


async def joined(interaction: Interaction, guild_id: int) -> Panel:
    """The answer to joining, with nothing left to ask.

    Raises:
        NotJoined: whoever asks is not in the group.
    """
    features = interaction.client.features
    show = next(each.joined for each in features if each.joined is not None)
    return await show(interaction, guild_id)
