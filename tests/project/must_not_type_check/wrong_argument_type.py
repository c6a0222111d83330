"""A use case that is given a text where it takes a date."""

from __future__ import annotations

from bot.groups import rest_service
from cogs.common.callers import as_member
from cogs.common.routes import Interaction


async def pause(interaction: Interaction) -> None:
    await as_member(interaction).act(rest_service.pause, until="tomorrow")  # expect: arg-type
