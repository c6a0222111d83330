"""A use case that is given one argument too many."""

from __future__ import annotations

from bot.groups import service as groups
from cogs.common.callers import as_member
from cogs.common.routes import Interaction


async def resume(interaction: Interaction) -> None:
    await as_member(interaction).act(groups.resume, 3)  # expect: call-arg
