"""A handler that takes another key than its route carries."""

from __future__ import annotations

from cogs.common.routes import Interaction, Route

OPEN = Route("thing:open", int)


@OPEN.press  # expect: arg-type
async def open_thing(interaction: Interaction, name: str) -> None: ...
