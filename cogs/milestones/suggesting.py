"""Suggestions while somebody types the name of a milestone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.inputs.search import search
from bot.milestones.queries import my_board
from bot.milestones.values import Item
from cogs.common.callers import as_member
from cogs.common.choices import MAX_CHOICES, Choices, choice, suggestions
from cogs.common.routes import Interaction


def suggest(fits: Callable[[Item], bool], *, hidden: bool = False) -> Callable[..., Any]:
    """Autocomplete on the titles on one's own board, those that `fits` first."""

    @suggestions
    async def complete(interaction: Interaction, current: str) -> Choices:
        board = await as_member(interaction).read(my_board)
        by_id = {item.id: item for item in (*board.items, *(board.hidden if hidden else ()))}
        found = search([(name, item.title) for name, item in by_id.items()], current, len(by_id))
        items = sorted((by_id[name] for name in found), key=lambda item: not fits(item))
        return [choice(f"{item.status.mark} {item.title}", item.id) for item in items[:MAX_CHOICES]]

    return complete
