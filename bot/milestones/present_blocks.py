"""In which blocks of the plan the members of a group stand now: counts without names."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from bot.db.long_reads import long_read
from bot.groups.models import MemberRow, is_here, is_of_member_here
from bot.milestones.models import ChangeRow, OverrideRow, hides_changed, is_newest_change
from bot.milestones.values import Status
from bot.plans.values import Plan

# A block by its place in the plan, and the path that its milestones are for (None: every path).
_Part = tuple[int, str | None]

# A group of a thousand has thousands of rows: others get their turn after so many.
_ROWS_AT_ONCE = 200

_MEMBER = -1
"""In place of a part's number: the member themselves."""


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
        found_rows = await connection.stream(_standing(guild_id, list(parts.values())))
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


def _standing(guild_id: int, parts: list[list[str]]) -> Select[Any]:
    """Rows of a member, their path, a part, and how much of it is over, begun and hidden."""
    is_hidden = exists().where(hides_changed(aliased(OverrideRow)))
    changed = (
        select(
            ChangeRow.user_id,
            MemberRow.path,
            _part_of(ChangeRow.milestone_id, parts).label("part"),
            case((ChangeRow.status.in_((Status.DONE, Status.SKIPPED)), 1), else_=0).label("over"),
            case((ChangeRow.status == Status.IN_PROGRESS, 1), else_=0).label("begun"),
            literal(0).label("hidden"),
        )
        .join(MemberRow, is_of_member_here(ChangeRow.guild_id, ChangeRow.user_id))
        .where(ChangeRow.guild_id == guild_id, is_newest_change(), ~is_hidden)
    )
    hidden = (
        select(
            OverrideRow.user_id,
            MemberRow.path,
            _part_of(OverrideRow.milestone_id, parts),
            literal(0),
            literal(0),
            literal(1),
        )
        .join(MemberRow, is_of_member_here(OverrideRow.guild_id, OverrideRow.user_id))
        .where(OverrideRow.guild_id == guild_id, OverrideRow.hidden.is_(True))
    )
    members = select(
        MemberRow.user_id, MemberRow.path, literal(_MEMBER), literal(0), literal(0), literal(0)
    ).where(and_(MemberRow.guild_id == guild_id, is_here()))
    each = union_all(changed, hidden, members).subquery()
    return (
        select(
            each.c.user_id,
            each.c.path,
            each.c.part,
            func.sum(each.c.over),
            func.sum(each.c.begun),
            func.sum(each.c.hidden),
        )
        .where(each.c.part.is_not(None))
        .group_by(each.c.user_id, each.c.path, each.c.part)
    )


def _part_of(
    milestone_id: InstrumentedAttribute[str], parts: list[list[str]]
) -> ColumnElement[int | None]:
    """The number of the part that a milestone is of; NULL for own ones and what repeats."""
    return case(*((milestone_id.in_(ids), number) for number, ids in enumerate(parts)))


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
    for user_id, path, part, over, begun, hidden in rows:
        # A path that the plan lacks shows everything, as none does.
        shown = path if path and plan.path(path) else None
        member = members.setdefault(user_id, _Member(shown))
        if part != _MEMBER:
            member.gone[part] = int(over) + int(hidden)
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
