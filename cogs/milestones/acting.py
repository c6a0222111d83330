"""Reading and changing the milestones of whoever acts; shared by commands and buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bot.community.collisions import collisions_of
from bot.groups import service as groups
from bot.milestones import service as milestones
from bot.milestones.board import Board
from bot.milestones.service import Outcome
from cogs.common.access import group_of
from cogs.common.collisions import collision_row
from cogs.common.panels import Items
from cogs.common.routes import Interaction
from cogs.milestones.collision_panels import item_rows

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


async def act_on_date(
    interaction: Interaction, use_case: Callable[..., Awaitable[Outcome]], *about: str, **more: Any
) -> tuple[Outcome, Items]:
    """The same for an act that sets a date, with rows that say what it collides with."""
    bot = interaction.client
    async with bot.db.begin() as session:
        guild_id = await group_of(interaction, session)
        user_id, now = interaction.user.id, bot.clock.now()
        outcome = await use_case(session, guild_id, user_id, *about, **more, now=now)
        member = await groups.get_member(session, guild_id, user_id)
        found = await collisions_of(session, member, outcome.board, now=now)
    return outcome, item_rows(guild_id, outcome.item, found, member.zone)


async def board_and_collisions(interaction: Interaction) -> tuple[Board, Items]:
    """The board of whoever acts, with a row that says how many of their dates collide."""
    bot, now = interaction.client, interaction.client.clock.now()
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        member = await groups.get_member(session, guild_id, interaction.user.id)
        board = await milestones.board_of(session, member, now=now)
        found = await collisions_of(session, member, board, now=now)
    return board, collision_row(guild_id, found)
