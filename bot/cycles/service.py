"""Closing a group's cycle: how everybody stood is frozen, and the next one begins (P9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cycles.models import CycleRow, SnapshotRow
from bot.cycles.queries import closed_cycles, closed_from
from bot.cycles.rules import check_next, freeze
from bot.cycles.values import BegunCycle
from bot.errors import NotFound
from bot.groups import service as groups
from bot.groups.values import Member, OrganiserCaller
from bot.milestones.queries import BoardSource, board_sources
from bot.scheduling import put_now

BEGUN_KIND = "cycles.begun"

# Members between two turns of the event loop.
_CHUNK = 10


async def close(
    session: AsyncSession, caller: OrganiserCaller, number: int, *, start: date
) -> BegunCycle:
    """Close cycle ``number``: freeze how each member stands, begin the next one on ``start`` (P9).

    No date of any member moves. Closed already, nothing happens: two organisers close it once.

    Raises:
        NotFound: the group is not as far yet.
        UserError: the next cycle cannot begin on that day.
        NotSetUp: the server has no group.
    """
    guild_id, now = caller.guild_id, caller.now
    group, members = await groups.lock_everybody(session, guild_id)
    earlier = await closed_cycles(session, guild_id)
    for closed in earlier:
        if closed.number == number:
            return BegunCycle(group, closed, is_new=False)
    if number != len(earlier) + 1:
        raise NotFound(f"Your group has no cycle {number} that could be closed.")
    today = group.today(now)
    check_next(start, began=group.start_date, today=today, number=number)
    row = CycleRow(
        guild_id=guild_id,
        number=number,
        started_on=group.start_date,
        ended_on=today,
        closed_at=now,
    )
    session.add(row)
    await session.flush()
    await _freeze_all(session, guild_id, number, members, now)
    group = await groups.begin_on(session, guild_id, start, now=now)
    await put_now(session, guild_id, kind=BEGUN_KIND, zone=group.zone, now=now, subject=str(number))
    return BegunCycle(group, closed_from(row), is_new=True)


async def _freeze_all(
    session: AsyncSession, guild_id: int, number: int, members: Sequence[Member], now: datetime
) -> None:
    """Write the snapshots of these members for cycle ``number``, which was just closed."""
    for first in range(0, len(members), _CHUNK):
        sources = await board_sources(session, guild_id, members[first : first + _CHUNK])
        await session.execute(insert(SnapshotRow), [_row(each, number, now) for each in sources])


def _row(source: BoardSource, number: int, now: datetime) -> dict[str, object]:
    board = source.board(now)
    return {
        "guild_id": source.member.guild_id,
        "user_id": source.member.user_id,
        "number": number,
        "plan_title": board.plan_title,
        "path_title": board.path_title,
        "entries": [entry.to_json() for entry in freeze(board)],
        "done": board.count.done,
        "in_progress": board.count.in_progress,
        "skipped": board.count.skipped,
        "total": board.count.total,
    }
