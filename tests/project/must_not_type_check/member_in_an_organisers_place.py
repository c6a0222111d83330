"""What only organisers may do, called as a member."""

from __future__ import annotations

from bot.groups import service as groups
from cogs.common.callers import as_member
from cogs.common.routes import Interaction


async def change_zone(interaction: Interaction) -> None:
    await as_member(interaction).act(groups.change_group, zone="UTC")  # expect: arg-type
