"""How a member's projects stand with the plan: published in the period, and counted there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.achievements import Achievement
from bot.groups.values import Member, MemberCaller
from bot.milestones.queries import my_board
from bot.milestones.rules.counting import counted_at, counting
from bot.milestones.values import Board, Item
from bot.projects.models import ProjectRow
from bot.projects.values import CountingMilestone, ProjectCount, Published


async def published(session: AsyncSession, guild_id: int, user_id: int) -> tuple[Published, ...]:
    """What a member has published and when, the oldest first: for whatever counts it."""
    rows = await session.execute(
        select(
            ProjectRow.id,
            ProjectRow.title,
            ProjectRow.published_on,
            ProjectRow.counted_as,
            ProjectRow.counted_number,
        )
        .where(
            ProjectRow.guild_id == guild_id,
            ProjectRow.user_id == user_id,
            ProjectRow.published_on.is_not(None),
        )
        .order_by(ProjectRow.published_at, ProjectRow.id)
    )
    return tuple(
        Published(project_id, title, on, counted_as, number)
        for project_id, title, on, counted_as, number in rows
        if on is not None
    )


async def achievements(session: AsyncSession, member: Member) -> list[Achievement]:
    """The projects that a member has published, the oldest first (U1)."""
    return [
        Achievement(
            kind="project",
            counts="projects",
            title=each.title,
            day=each.on,
            counted=counted_at(each.counted_as, each.counted_number),
        )
        for each in await published(session, member.guild_id, member.user_id)
    ]


async def count_of(session: AsyncSession, caller: MemberCaller) -> ProjectCount:
    """How the caller's projects of the present period stand, in their zone (P11)."""
    return await count_on(session, caller, await my_board(session, caller))


async def count_on(session: AsyncSession, caller: MemberCaller, board: Board) -> ProjectCount:
    """The same, where the board is at hand."""
    mine = await published(session, caller.guild_id, caller.user_id)
    audit = counting(board.items, "project-audits")
    is_open = audit is not None and audit.status.is_open
    audited = _milestone(audit) if audit is not None and is_open else None
    item = counting(board.items, "projects")
    if item is None or item.occurrences is None:
        nothing: frozenset[int] = frozenset()
        return ProjectCount(len(mine), None, nothing, nothing, audited)
    tally = item.occurrences.now
    counted = frozenset(
        each.project_id for each in mine if item.counts_at(each.counted_as, each.counted_number)
    )
    now = [each.project_id for each in mine if each.on in tally.period]
    takes = frozenset(now) - counted
    return ProjectCount(len(now), _milestone(item), takes, counted, audited)


def _milestone(item: Item) -> CountingMilestone:
    tally = None if item.occurrences is None else item.occurrences.now
    return CountingMilestone(item.id, item.title, item.number, tally)
