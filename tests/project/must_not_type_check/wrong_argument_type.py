"""A use case that is given a text where it takes a date."""

from __future__ import annotations

from bot.groups import service as groups
from cogs.common.callers import as_member
from cogs.common.routes import Interaction


async def pause(interaction: Interaction) -> None:
    await as_member(interaction).act(groups.pause, until="tomorrow")  # expect: arg-type
