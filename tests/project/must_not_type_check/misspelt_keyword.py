"""A use case that is given a keyword which it does not have."""

from __future__ import annotations

from datetime import date

from bot.groups import rest_service as rest
from cogs.common.callers import as_member
from cogs.common.routes import Interaction


async def pause(interaction: Interaction) -> None:
    await as_member(interaction).act(rest.pause, untill=date(2026, 3, 2))  # expect: call-arg
