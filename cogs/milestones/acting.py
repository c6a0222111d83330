"""What commands and buttons of milestones share: acts whose answer tells what collides."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Concatenate, ParamSpec

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.milestones.collisions import collisions_of
from bot.milestones.queries import my_board
from bot.milestones.rules.collisions import Collision
from bot.milestones.values import Board, MilestoneOutcome, SeveralFit
from cogs.common.callers import as_member
from cogs.common.panels import Items
from cogs.common.reply import reply
from cogs.common.routes import Interaction, typed_text
from cogs.milestones.collision_panels import collision_row, item_rows
from cogs.milestones.panels import which_panel

P = ParamSpec("P")

UseCase = Callable[Concatenate[AsyncSession, MemberCaller, P], Awaitable[MilestoneOutcome]]


@asynccontextmanager
async def asking_which(interaction: Interaction) -> AsyncIterator[None]:
    """Where what was typed fits several milestones, ask which instead of refusing it."""
    try:
        yield
    except SeveralFit as error:
        await reply(interaction, which_panel(error.items, typed_text(interaction)))


async def act_on_date(
    interaction: Interaction, use_case: UseCase[P], *args: P.args, **kwargs: P.kwargs
) -> tuple[MilestoneOutcome, Items]:
    """An act that sets a date, with rows that say what it collides with."""
    return await as_member(interaction).act(_with_collisions(use_case, *args, **kwargs))


async def create_with_date(
    interaction: Interaction, use_case: UseCase[P], *args: P.args, **kwargs: P.kwargs
) -> tuple[MilestoneOutcome, Items]:
    """As `act_on_date`, for what makes a new milestone."""
    return await as_member(interaction).create(_with_collisions(use_case, *args, **kwargs))


def _with_collisions(
    use_case: UseCase[P], *args: P.args, **kwargs: P.kwargs
) -> Callable[[AsyncSession, MemberCaller], Awaitable[tuple[MilestoneOutcome, Items]]]:
    async def with_collisions(
        session: AsyncSession, caller: MemberCaller
    ) -> tuple[MilestoneOutcome, Items]:
        outcome = await use_case(session, caller, *args, **kwargs)
        found = await collisions_of(session, caller.member, outcome.board, now=caller.now)
        return outcome, item_rows(caller.guild_id, outcome.item, found, outcome.board)

    return with_collisions


async def board_and_collisions(
    session: AsyncSession, caller: MemberCaller
) -> tuple[Board, tuple[Collision, ...]]:
    """The caller's board, and which of their dates collide."""
    board = await my_board(session, caller)
    return board, await collisions_of(session, caller.member, board, now=caller.now)


async def next_board(session: AsyncSession, caller: MemberCaller) -> tuple[Board, Items]:
    """The caller's board, with a row that says how many of their dates collide."""
    board, found = await board_and_collisions(session, caller)
    return board, collision_row(caller.guild_id, found)
