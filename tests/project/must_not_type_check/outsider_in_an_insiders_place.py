"""What only the group may read, called as anybody in the server."""

from __future__ import annotations

from bot.retros import queries
from cogs.common.callers import as_anyone
from cogs.common.routes import Interaction


async def read_cards(interaction: Interaction) -> None:
    await as_anyone(interaction).read(queries.read_cards, 1)  # expect: arg-type
