"""Use cases of the group's progress: counts without names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, String, and_, cast, exists, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.groups.models import MemberRow
from bot.milestones.models import ChangeRow, ChoiceRow
from bot.milestones.rules import Count, Status
from bot.plans import queries as plans
from bot.plans.values import Block, Milestone, Plan

FLOOR = 5
"""Of fewer members no figure is shown (W2)."""

_MEMBER, _HIDDEN = "member", "hidden"


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


async def group_progress(session: AsyncSession, guild_id: int) -> GroupProgress | None:
    """The group's counts by block, or None for fewer than ``FLOOR`` members (W2).

    Two statements, however many members there are. Nothing in it tells who did what.

    Raises:
        NotSetUp: the server has no group.
    """
    plan = await plans.current(session, guild_id)
    tallies: Counter[tuple[str | None, str, str]] = Counter()
    for path, milestone_id, what, number in await session.execute(_tallies(guild_id)):
        # A path that the plan lacks shows everything, as none does.
        known = path if path and plan.path(path) else None
        tallies[known, milestone_id, what] += number
    members = sum(number for (_, _, what), number in tallies.items() if what == _MEMBER)
    if members < FLOOR:
        return None
    blocks = tuple(
        BlockProgress(number, block.id, block.title, _block_count(plan, block, tallies))
        for number, block in enumerate(plan.blocks, start=1)
    )
    return GroupProgress(members, blocks)


def _block_count(plan: Plan, block: Block, tallies: Counter[tuple[str | None, str, str]]) -> Count:
    paths = (None, *(path.id for path in plan.paths))
    done = begun = skipped = total = 0
    for milestone in block.milestones:
        for path in paths:
            if not _shows(milestone, path):
                continue
            of = {what: tallies[path, milestone.id, what] for what in (*Status, _HIDDEN)}
            done += of[Status.DONE]
            begun += of[Status.IN_PROGRESS]
            skipped += of[Status.SKIPPED]
            total += tallies[path, "", _MEMBER] - of[_HIDDEN] - of[Status.SKIPPED]
    return Count(done=done, in_progress=begun, skipped=skipped, total=total)


def _shows(milestone: Milestone, path: str | None) -> bool:
    return path is None or milestone.path in (None, path)


def _tallies(guild_id: int) -> CompoundSelect[Any]:
    """Rows of path, milestone, what, how many: members, states that stand, what is hidden."""
    here = (MemberRow.guild_id == guild_id, MemberRow.left_at.is_(None))
    newer = aliased(ChangeRow)
    is_newest = ~exists().where(
        newer.guild_id == ChangeRow.guild_id,
        newer.user_id == ChangeRow.user_id,
        newer.milestone_id == ChangeRow.milestone_id,
        newer.number > ChangeRow.number,
    )
    hiding = (
        select(ChoiceRow.user_id, ChoiceRow.milestone_id)
        .where(ChoiceRow.guild_id == guild_id, ChoiceRow.hidden.is_(True))
        .subquery()
    )
    status = cast(ChangeRow.status, String)
    return union_all(
        select(MemberRow.path, literal(""), literal(_MEMBER), func.count())
        .where(*here)
        .group_by(MemberRow.path),
        select(MemberRow.path, ChangeRow.milestone_id, status, func.count())
        .join(MemberRow, MemberRow.user_id == ChangeRow.user_id)
        .outerjoin(
            hiding,
            and_(
                hiding.c.user_id == ChangeRow.user_id,
                hiding.c.milestone_id == ChangeRow.milestone_id,
            ),
        )
        .where(ChangeRow.guild_id == guild_id, hiding.c.user_id.is_(None), is_newest, *here)
        .group_by(MemberRow.path, ChangeRow.milestone_id, status),
        select(MemberRow.path, hiding.c.milestone_id, literal(_HIDDEN), func.count())
        .join(hiding, hiding.c.user_id == MemberRow.user_id)
        .where(*here)
        .group_by(MemberRow.path, hiding.c.milestone_id),
    )
