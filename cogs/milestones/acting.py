"""Reading and changing the milestones of whoever acts; shared by commands and buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bot.milestones import service as milestones
from bot.milestones.board import Board
from cogs.common.access import group_of
from cogs.common.routes import Interaction

T = TypeVar("T")


async def my_board(interaction: Interaction) -> Board:
    """The board of whoever acts, in the group they mean."""
    bot = interaction.client
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        return await milestones.board(session, guild_id, interaction.user.id, now=bot.clock.now())


async def act(
    interaction: Interaction, use_case: Callable[..., Awaitable[T]], *about: str, **more: Any
) -> T:
    """One act of whoever acts, on what is theirs, in one unit of work."""
    bot = interaction.client
    async with bot.db.begin() as session:
        guild_id = await group_of(interaction, session)
        return await use_case(
            session, guild_id, interaction.user.id, *about, **more, now=bot.clock.now()
        )
