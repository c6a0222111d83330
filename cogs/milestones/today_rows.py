"""What milestones add to ``/today``: those with a date near or gone by, and what collides."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.milestones.collisions import collisions_of
from bot.milestones.queries import my_board
from bot.milestones.values import Board, Item
from cogs.common.panels import Items, button, line, row
from cogs.common.text import day_stamp, fit
from cogs.milestones.collision_panels import collision_row
from cogs.milestones.routes import ON_TODAY_DONE

_SOON = timedelta(days=7)
_SHOWN, _TITLE = 3, 100


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """The open milestones with a date up to a week ahead, and that dates collide, near or far."""
    board = await my_board(session, caller)
    found = await collisions_of(session, caller.member, board, now=caller.now)
    return [*due_rows(board, caller.guild_id), *collision_row(caller.guild_id, found)]


def due_rows(board: Board, guild_id: int) -> Items:
    """The open milestones with a date up to a week ahead, the earliest first, each with its act.

    None in a pause.
    """
    if board.paused:
        return []
    soon = board.today + _SOON
    # What another feature gave stands among that one's.
    dated = [
        (item.due, item)
        for item in board.items
        if item.status.is_open and item.due is not None and item.origin is None
    ]
    due = sorted((each for each in dated if each[0] <= soon), key=lambda each: each[0])
    if not due:
        return []
    texts = [
        f"{item.status.mark} {fit(item.dated_title, _TITLE)}{_count(item)}, "
        f"{day_stamp(on, board.zone)}"
        for on, item in due[:_SHOWN]
    ]
    texts[0] = f"**Due by now or within a week**\n{texts[0]}"
    if len(due) > _SHOWN:
        texts[-1] += f"\nand {len(due) - _SHOWN} more in `/milestone list`"
    acts = [button("Done", ON_TODAY_DONE(guild_id, item.id)) for _on, item in due]
    return [line(), *(row(text, act) for text, act in zip(texts, acts, strict=False))]


def _count(item: Item) -> str:
    return f" · {item.occurrences.now}" if item.occurrences else ""
