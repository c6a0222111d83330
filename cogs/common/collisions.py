"""The row that says that dates collide, wherever a member looks at their dates."""

from __future__ import annotations

from collections.abc import Sequence

from bot.milestones.rules.collisions import Collision
from cogs.common.panels import Items, button, row
from cogs.common.text import plural


def collision_row(guild_id: int, found: Sequence[Collision]) -> Items:
    """``2 dates collide`` and the way to see them; nothing where none does."""
    if not found:
        return []
    verb = "collides" if len(found) == 1 else "collide"
    text = f"**{plural(len(found), 'date')} {verb}** with a pause, a deadline or another milestone."
    return [row(text, button("See offers", "milestone:collide", guild_id))]
