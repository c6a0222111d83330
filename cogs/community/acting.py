"""Reading and changing conferences as whoever acts; shared by commands and buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bot.community.conferences import Conference, coming, get
from cogs.common.access import group_of
from cogs.common.routes import Interaction

T = TypeVar("T")


async def conferences_ahead(interaction: Interaction) -> list[Conference]:
    """The coming conferences of the group that whoever acts means."""
    bot = interaction.client
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        return await coming(session, guild_id, interaction.user.id, now=bot.clock.now())


async def conference(interaction: Interaction, conference_id: int) -> Conference:
    """One of them."""
    bot, user = interaction.client, interaction.user
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        return await get(session, guild_id, user.id, conference_id, now=bot.clock.now())


async def act(
    interaction: Interaction, use_case: Callable[..., Awaitable[T]], *about: Any, **more: Any
) -> T:
    """One act of whoever acts, in the group they mean, in one unit of work."""
    bot = interaction.client
    async with bot.db.begin() as session:
        guild_id = await group_of(interaction, session)
        return await use_case(
            session, guild_id, interaction.user.id, *about, **more, now=bot.clock.now()
        )
