"""The group's progress: counts without names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db.long_reads import long_read
from bot.figures import FLOOR
from bot.groups.models import MemberRow, is_here, is_of_member_here
from bot.milestones.models import ChangeRow, OverrideRow, hides_changed, is_newest_change
from bot.milestones.values import Count, Status
from bot.plans import queries as plans
from bot.plans.values import Block, Plan


@dataclass(frozen=True, slots=True)
class BlockProgress:
    """A block over all members: ``count`` adds up what each of them would count in it."""

    number: int
    id: str
    title: str
    count: Count


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """The plan's milestones over all members who are in the group; own ones are not part of it."""

    members: int
    blocks: tuple[BlockProgress, ...]


@dataclass(frozen=True, slots=True)
class _Tally:
    """How many members of one path stand where with one milestone; who hides it stands nowhere."""

    done: int
    in_progress: int
    skipped: int
    hidden: int
    members: int


_NOTHING = _Tally(0, 0, 0, 0, 0)
_ALL = ""
"""In place of a milestone's id: all who are on the path."""

# By the id of a path that members chose, None for none, and a milestone's id.
_Tallies = Mapping[tuple[str | None, str], _Tally]


async def group_progress(session: AsyncSession, guild_id: int) -> GroupProgress | None:
    """The group's counts by block, or None for fewer than ``FLOOR`` members (W2).

    Two statements, however many members there are. Nothing in it tells who did what.

    Raises:
        NotSetUp: the server has no group.
    """
    plan = await plans.current(session, guild_id)
    connection = await session.connection()
    async with long_read(session):
        rows = (await connection.execute(_TALLIES, {"guild_id": guild_id})).all()
    tallies = {(path, name): _Tally(*counts) for path, name, *counts in rows}
    members = {path: each.members for (path, name), each in tallies.items() if name == _ALL}
    if sum(members.values()) < FLOOR:
        return None
    blocks = tuple(
        BlockProgress(number, block.id, block.title, _block_count(plan, block, members, tallies))
        for number, block in enumerate(plan.blocks, start=1)
    )
    return GroupProgress(sum(members.values()), blocks)


async def members_affected(
    session: AsyncSession, guild_id: int, milestone_ids: Collection[str]
) -> dict[str, int]:
    """How many members have begun, done or skipped each of these milestones.

    Members who left do not count; a milestone that nobody began has no entry.
    """
    if not milestone_ids:
        return {}
    rows = await session.execute(
        select(ChangeRow.milestone_id, func.count(ChangeRow.user_id.distinct()).label("members"))
        .join(MemberRow, is_of_member_here(ChangeRow.guild_id, ChangeRow.user_id))
        .where(ChangeRow.guild_id == guild_id, ChangeRow.milestone_id.in_(milestone_ids))
        .group_by(ChangeRow.milestone_id)
    )
    return {row.milestone_id: row.members for row in rows}


def _block_count(
    plan: Plan, block: Block, members: Mapping[str | None, int], tallies: _Tallies
) -> Count:
    done = begun = skipped = total = 0
    for path, number in members.items():
        # A path that the plan lacks shows everything, as none does.
        shown = path if path and plan.path(path) else None
        for milestone in block.milestones:
            # What repeats is in no member's count either (P11).
            if milestone.repeats or (shown and milestone.path not in (None, shown)):
                continue
            tally = tallies.get((path, milestone.id), _NOTHING)
            done += tally.done
            begun += tally.in_progress
            skipped += tally.skipped
            total += number - tally.hidden - tally.skipped
    return Count(done=done, in_progress=begun, skipped=skipped, total=total)


def _tallies() -> Select[Any]:
    """Rows of path, milestone and the columns of a tally, added up by the database."""
    guild_id: BindParameter[int] = bindparam("guild_id")
    hiding = aliased(OverrideRow)
    standing = (
        select(
            MemberRow.path,
            ChangeRow.milestone_id,
            *_columns(
                **{
                    status.value: func.sum(case((ChangeRow.status == status, 1), else_=0))
                    for status in (Status.DONE, Status.IN_PROGRESS, Status.SKIPPED)
                }
            ),
        )
        .join(MemberRow, is_of_member_here(ChangeRow.guild_id, ChangeRow.user_id))
        .outerjoin(hiding, hides_changed(hiding))
        .where(ChangeRow.guild_id == guild_id, hiding.user_id.is_(None), is_newest_change())
        .group_by(MemberRow.path, ChangeRow.milestone_id)
    )
    hidden = (
        select(MemberRow.path, OverrideRow.milestone_id, *_columns(hidden=func.count()))
        .join(MemberRow, is_of_member_here(OverrideRow.guild_id, OverrideRow.user_id))
        .where(OverrideRow.guild_id == guild_id, OverrideRow.hidden.is_(True))
        .group_by(MemberRow.path, OverrideRow.milestone_id)
    )
    members = (
        select(MemberRow.path, literal(_ALL), *_columns(members=func.count()))
        .where(MemberRow.guild_id == guild_id, is_here())
        .group_by(MemberRow.path)
    )
    path, milestone_id, *numbers = union_all(standing, hidden, members).subquery().c
    # Sums are decimals on PostgreSQL.
    sums = (cast(func.sum(number), Integer) for number in numbers)
    return select(path, milestone_id, *sums).group_by(path, milestone_id)


def _columns(**counted: ColumnElement[int]) -> list[ColumnElement[int]]:
    """The columns of a tally; what is not counted is 0."""
    names = (field.name for field in fields(_Tally))
    return [counted.get(name, literal(0)).label(name) for name in names]


_TALLIES = _tallies()
