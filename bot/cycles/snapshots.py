"""Freezing how members stand, and reading it again. Nothing here changes what is frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cycles.models import CycleRow, SnapshotRow
from bot.cycles.rules import Entry, entry_from, freeze
from bot.cycles.values import Closed, closed_from
from bot.errors import NotFound
from bot.groups import service as groups
from bot.milestones.queries import BoardSource, board_sources
from bot.milestones.values import Count

# Members between two turns of the event loop.
_CHUNK = 10


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How a member stood when a cycle was closed. ``zone`` is theirs, to show dates in."""

    cycle: Closed
    plan_title: str
    path_title: str | None
    entries: tuple[Entry, ...]
    count: Count
    zone: str


async def freeze_all(
    session: AsyncSession,
    guild_id: int,
    number: int,
    members: Sequence[groups.Member],
    *,
    now: datetime,
) -> None:
    """Write the snapshots of these members for cycle ``number``, which was just closed."""
    for first in range(0, len(members), _CHUNK):
        sources = await board_sources(session, guild_id, members[first : first + _CHUNK])
        await session.execute(insert(SnapshotRow), [_row(each, number, now) for each in sources])


async def snapshot(
    session: AsyncSession, guild_id: int, user_id: int, number: int
) -> tuple[Closed, Snapshot | None]:
    """A closed cycle, and how the member stood then; None if they were not in the group.

    Raises:
        NotFound: the group has closed no such cycle.
        NotSetUp: they are not in the group.
    """
    member = await groups.get_member(session, guild_id, user_id)
    closed = await closed_cycles(session, guild_id)
    cycle = next((each for each in closed if each.number == number), None)
    if cycle is None:
        present = len(closed) + 1
        raise NotFound(
            f"There is no cycle {number} to look back at: your group is in cycle {present}. "
            "`/cycle show` without a number shows that one."
        )
    row = await session.get(SnapshotRow, (guild_id, user_id, number))
    if row is None:
        return cycle, None
    return cycle, Snapshot(
        cycle=cycle,
        plan_title=row.plan_title,
        path_title=row.path_title,
        entries=tuple(map(entry_from, row.entries)),
        count=Count(row.done, row.in_progress, row.skipped, row.total),
        zone=member.zone,
    )


async def closed_cycles(session: AsyncSession, guild_id: int) -> tuple[Closed, ...]:
    """The group's closed cycles, the newest first; they have the numbers from 1 on."""
    rows = await session.scalars(
        select(CycleRow).where(CycleRow.guild_id == guild_id).order_by(CycleRow.number.desc())
    )
    return tuple(map(closed_from, rows))


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
