"""What milestones add to ``/me`` (progress, what was finished last, pace, path) and to joining."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Member, MemberCaller
from bot.inputs.dates import say_date
from bot.milestones.collisions import collisions_of
from bot.milestones.queries import board_of, my_board
from bot.milestones.rules import say_pace
from bot.milestones.rules.collisions import Collision
from bot.milestones.rules.next_up import next_up
from bot.milestones.values import Board, Status, next_due
from cogs.common.feature import MeRows, PanelAddition
from cogs.common.panels import Items, button, row
from cogs.common.text import bar, day_stamp, fit, stamp, titled_link
from cogs.milestones.collision_panels import collision_row
from cogs.milestones.routes import OPEN, PACE, PATH, START

_SHOWN_DONE = 3
# What fits a message even at its fullest.
_TITLE, _NOTE = 100, 150


async def me_rows(session: AsyncSession, caller: MemberCaller) -> MeRows:
    """How the caller stands, and how the plan's dates and paths apply to them."""
    board = await board_of(session, caller.member, now=caller.now)
    colliding = await collisions_of(session, caller.member, board, now=caller.now)
    return rows_of(caller.member, board, colliding, now=caller.now)


async def adjust(session: AsyncSession, caller: MemberCaller) -> Items:
    """The pace and the path, with the path that may come next (U13)."""
    board = await board_of(session, caller.member, now=caller.now)
    rows = _plan_rows(caller.member, board)
    if board.rotation is not None:
        done, other = board.rotation.done.title, board.rotation.other.title
        rows.append(
            f"*{fit(done, _TITLE)}* is done; *{fit(other, _TITLE)}* could be next: *Change* takes "
            "it."
        )
    return rows


async def joining(session: AsyncSession, caller: MemberCaller) -> PanelAddition:
    """The milestone to begin with, for whoever has joined."""
    return first_of(await my_board(session, caller))


def first_of(board: Board) -> PanelAddition:
    """The milestone that comes first, with its act; nothing where none is open."""
    found = next_up(board)
    if found is None:
        return PanelAddition()
    item = found.item
    which = "Next milestone" if board.count.done else "First milestone"
    due = ""
    if item.due is not None and board.is_due(item.due):
        due = f", due {day_stamp(item.due, board.zone)}"
    act = button("Start", START(item.id), style=discord.ButtonStyle.primary)
    if item.status is Status.IN_PROGRESS:
        act = button("Open", OPEN(item.id))
    return PanelAddition(rows=[row(f"**{which}** · {fit(item.title, _TITLE)}{due}", act)])


def rows_of(
    member: Member, board: Board, colliding: Sequence[Collision], *, now: datetime
) -> MeRows:
    """The same of a member whose board and collisions are known."""
    return MeRows(
        standing=(_progress(member, board, now), *_done_last(board)),
        rows=[*_plan_rows(member, board), *collision_row(member.guild_id, colliding)],
    )


def _progress(member: Member, board: Board, now: datetime) -> str:
    done, total = board.count.done, board.count.total
    return f"{bar(done, total)} · {done} of {total} milestones done{_next(board)}"


def _next(board: Board) -> str:
    """The earliest open date; none in a pause, which says that nothing is due."""
    due = next_due(board.items)
    if due is None or board.paused:
        return ""
    word = "next due" if board.is_due(due) else "next was planned for"
    return f", {word} {day_stamp(due, board.zone)}"


def _done_last(board: Board) -> list[str]:
    """What was finished last, with link and note (P4)."""
    finished = [
        (item, item.change) for item in board.items if item.change is not None and item.is_done_now
    ]
    finished.sort(key=lambda pair: pair[1].at, reverse=True)
    lines = []
    for item, change in finished[:_SHOWN_DONE]:
        link = f" · {titled_link(change.link)}" if change.link else ""
        lines.append(f"● **{fit(item.title, _TITLE)}** · {stamp(change.at, 'd')}{link}")
        if change.note:
            lines.append(f"> {fit(' '.join(change.note.split()), _NOTE)}")
    return lines


def _plan_rows(member: Member, board: Board) -> Items:
    rows: Items = [
        row(
            f"**Pace** · {say_pace(member.pace_days)}, counted from {say_date(member.started_on)}",
            button("Change", PACE(member.guild_id)),
        )
    ]
    if board.paths:
        path = fit(board.path_title, _TITLE) if board.path_title else "all of the plan"
        rows.append(row(f"**Path** · {path}", button("Change", PATH(member.guild_id))))
    return rows
