"""The answer to joining, shown again once what it asked first was answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from cogs.common.panels import Panel
from cogs.common.routes import Interaction

ShowJoined = Callable[[Interaction, int], Awaitable[Panel]]
"""``(interaction, guild_id)``: the answer to joining, of a member of that group."""


async def joined(interaction: Interaction, guild_id: int) -> Panel:
    """The answer to joining, with nothing left to ask.

    Raises:
        NotSetUp: whoever asks is not in the group.
    """
    features = interaction.client.features
    show = next(each.joined for each in features if each.joined is not None)
    return await show(interaction, guild_id)
