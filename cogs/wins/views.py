"""Sharing wins from a list, and listing those that were shared."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.milestones import service
from bot.milestones.queries import my_board
from bot.milestones.values import Board
from bot.wins import queries
from bot.wins.queries import WEEKS
from bot.wins.values import SharedWin, UnpostedWin
from cogs.common.callers import as_member
from cogs.common.feature import MeRows
from cogs.common.panels import Panel
from cogs.common.permissions import writable_announcements
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction
from cogs.wins.panels import (
    ask_to_share_panel,
    shareable_panel,
    shared_from_list_panel,
    unposted_line,
    wins_panel,
)
from cogs.wins.routes import ALL, LIST, MINE, NOT_NOW, SHARE, SHARE_FOR_SURE


@SHARE.press
async def share_from_list(interaction: Interaction, milestone_id: str) -> None:
    await rerender(interaction, await ask_to_share(interaction, milestone_id))


@SHARE_FOR_SURE.press
async def share(interaction: Interaction, milestone_id: str) -> None:
    """Share a milestone; the delivery posts it."""
    channel_id = await writable_announcements(interaction)
    outcome = await as_member(interaction).act(service.share, milestone_id)
    await rerender(interaction, shared_from_list_panel(outcome, channel_id))


@NOT_NOW.press
async def not_now(interaction: Interaction) -> None:
    """Show again what could be shared."""
    await rerender(interaction, await shareable(interaction))


@MINE.press
async def mine(interaction: Interaction) -> None:
    await reply(interaction, await shareable(interaction))


@ALL.press
async def open_list(interaction: Interaction, _delivery_id: int) -> None:
    """Lead from a round-up to the list."""
    await reply(interaction, await wins_of(interaction))


@LIST.press
async def turn(interaction: Interaction, page: int) -> None:
    await rerender(interaction, await wins_of(interaction, page))


async def wins_of(interaction: Interaction, page: int = 0) -> Panel:
    """The group's wins of the last weeks, for its members."""
    wins, unposted = await as_member(interaction).read(_list)
    return wins_panel(wins, unposted, page, weeks=WEEKS)


async def shareable(interaction: Interaction) -> Panel:
    """What the person has finished and could share."""
    return shareable_panel(*await as_member(interaction).read(_mine))


async def me_rows(session: AsyncSession, caller: MemberCaller) -> MeRows:
    """What the caller shared and could not be posted."""
    found = await queries.unposted(session, caller)
    return MeRows(standing=tuple(map(unposted_line, found[:1])))


async def _list(
    session: AsyncSession, caller: MemberCaller
) -> tuple[Sequence[SharedWin], Sequence[UnpostedWin]]:
    return await queries.recent(session, caller), await queries.unposted(session, caller)


async def _mine(session: AsyncSession, caller: MemberCaller) -> tuple[Board, Sequence[UnpostedWin]]:
    board = await my_board(session, caller)
    return board, await queries.unposted(session, caller, board)


async def ask_to_share(interaction: Interaction, milestone: str) -> Panel:
    """Ask once, with what would be posted, unless it was.

    Raises:
        UserError: it is not done, or could not be posted.
    """
    channel_id = await writable_announcements(interaction)
    outcome = await as_member(interaction).read(service.look_before_sharing, milestone)
    if outcome.item.change is not None and outcome.item.change.shared:
        return shared_from_list_panel(outcome, channel_id)
    return ask_to_share_panel(outcome.item, interaction.user.id, channel_id)
