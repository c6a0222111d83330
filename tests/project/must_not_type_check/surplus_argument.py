"""A use case that is given one argument too many."""

from __future__ import annotations

from bot.groups import rest_service
from cogs.common.callers import as_member
from cogs.common.routes import Interaction


async def resume(interaction: Interaction) -> None:
    await as_member(interaction).act(rest_service.resume, 3)  # expect: call-arg
