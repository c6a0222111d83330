"""In which blocks of the plan the members of a group stand now: counts without names."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.long_reads import long_read
from bot.milestones.tallies import MEMBER, tallies
from bot.plans.values import Plan

# A block by its place in the plan, and the path that its milestones are for (None: every path).
_Part = tuple[int, str | None]

# A group of a thousand has thousands of rows: others get their turn after so many.
_ROWS_AT_ONCE = 200


async def present_blocks(session: AsyncSession, guild_id: int, plan: Plan) -> dict[str, int]:
    """How many members stand in each block of their plan, by its id, where anybody does.

    A member stands in each block in which they have begun something, and otherwise in the first
    one that has something open for them. Who has finished the plan stands nowhere. One statement,
    however many members there are.
    """
    parts = _parts(plan)
    connection = await session.connection()
    rows: list[Any] = []
    async with long_read(session):
        found_rows = await connection.stream(tallies(guild_id, list(parts.values())))
        async for some in found_rows.partitions(_ROWS_AT_ONCE):
            rows += some
            await asyncio.sleep(0)
    found = await asyncio.to_thread(_count, plan, list(parts.items()), rows)
    return {plan.blocks[number].id: members for number, members in sorted(found.items())}


def _parts(plan: Plan) -> dict[_Part, list[str]]:
    """The ids of the milestones of each part; what repeats is never finished, and so in none."""
    parts: dict[_Part, list[str]] = defaultdict(list)
    for number, block in enumerate(plan.blocks):
        for milestone in block.milestones:
            if not milestone.repeats:
                parts[number, milestone.path].append(milestone.id)
    return dict(parts)


@dataclass(slots=True)
class _Member:
    """A member while their rows are read: for each part, what is over or hidden, and begun."""

    path: str | None
    gone: dict[int, int] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)


def _count(
    plan: Plan, parts: list[tuple[_Part, list[str]]], rows: Iterable[Any]
) -> Mapping[int, int]:
    """How many members stand in each block, by its place in the plan."""
    members: dict[int, _Member] = {}
    for user_id, path, part, done, begun, skipped, hidden in rows:
        # A path that the plan lacks shows everything, as none does.
        shown = path if path and plan.path(path) else None
        member = members.setdefault(user_id, _Member(shown))
        if part != MEMBER:
            member.gone[part] = done + skipped + hidden
            member.begun |= {part} if begun else set()
    counts: Counter[int] = Counter()
    for member in members.values():
        seen = [
            (number, block, len(ids))
            for number, ((block, path), ids) in enumerate(parts)
            if path is None or member.path in (None, path)
        ]
        standing = {block for number, block, _size in seen if number in member.begun}
        if not standing:
            open_in = (block for number, block, size in seen if size > member.gone.get(number, 0))
            standing = set(sorted(open_in)[:1])
        counts.update(standing)
    return counts
