"""Reads of contributions. What is not shown to the group is its member's alone."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.contributions.models import ContributionRow
from bot.contributions.values import (
    Contribution,
    ContributionList,
    Entry,
    Noted,
    OpenMilestone,
    State,
)
from bot.errors import NotFound
from bot.groups.models import MemberRow, is_of_member_here
from bot.groups.values import MemberCaller
from bot.milestones.queries import my_board
from bot.milestones.rules.counting import counting

NOT_THERE = "I do not find that contribution among yours. `/project contributions` has those there."
A_PAGE = 6
_OLDEST = (ContributionRow.noted_at, ContributionRow.id)


async def listed(
    session: AsyncSession, caller: MemberCaller, page: int, *, mine: bool
) -> ContributionList:
    """A page of the caller's contributions, or of those that members show to the group."""
    own, group = ContributionRow.user_id == caller.user_id, ContributionRow.is_released.is_(True)
    which, others = (own, group) if mine else (group, own)
    counts = await _counts(session, caller.guild_id, which)
    total = sum(counts.values())
    pages = max(1, -(-total // A_PAGE))
    page = min(max(page, 0), pages - 1)
    rows = await session.scalars(
        _contributions(caller.guild_id, which).offset(page * A_PAGE).limit(A_PAGE)
    )
    other = sum((await _counts(session, caller.guild_id, others)).values())
    milestone = None
    if mine and State.MERGED in counts:
        merged = _contributions(caller.guild_id, own, ContributionRow.state == State.MERGED)
        first = await session.scalar(merged.order_by(None).order_by(*_OLDEST).limit(1))
        milestone = await _milestone(session, caller, first)
    return ContributionList(
        tuple(map(contribution_from, rows)),
        mine,
        counts,
        page,
        pages,
        mine_count=total if mine else other,
        released=other if mine else total,
        milestone=milestone,
    )


async def own(session: AsyncSession, caller: MemberCaller, contribution_id: int) -> Noted:
    """A contribution of the caller's.

    Raises:
        NotFound: they have none with this id here.
    """
    theirs = (ContributionRow.id == contribution_id, ContributionRow.user_id == caller.user_id)
    row = await session.scalar(
        _contributions(caller.guild_id, *theirs).execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(NOT_THERE)
    return Noted(contribution_from(row), await _milestone(session, caller, row))


def contribution_from(row: ContributionRow) -> Contribution:
    """The contribution that a row holds."""
    said = Entry(row.link, row.about, row.state, row.is_released)
    return Contribution(row.id, row.user_id, said, row.noted_at)


async def _milestone(
    session: AsyncSession, caller: MemberCaller, row: ContributionRow | None
) -> OpenMilestone | None:
    """What a contribution may finish, if it is merged."""
    if row is None or row.state is not State.MERGED:
        return None
    item = counting((await my_board(session, caller)).items, "contributions")
    if item is None or not item.status.is_open:
        return None
    return OpenMilestone(item.title, row.id)


def _contributions(guild_id: int, *which: ColumnElement[bool]) -> Select[ContributionRow]:
    """Those of members who are here, the newest first."""
    return (
        select(ContributionRow)
        .join(MemberRow, is_of_member_here(ContributionRow.guild_id, ContributionRow.user_id))
        .where(ContributionRow.guild_id == guild_id, *which)
        .order_by(ContributionRow.noted_at.desc(), ContributionRow.id.desc())
    )


async def _counts(
    session: AsyncSession, guild_id: int, which: ColumnElement[bool]
) -> dict[State, int]:
    rows = await session.execute(
        select(ContributionRow.state, func.count())
        .join(MemberRow, is_of_member_here(ContributionRow.guild_id, ContributionRow.user_id))
        .where(ContributionRow.guild_id == guild_id, which)
        .group_by(ContributionRow.state)
    )
    return {row[0]: row[1] for row in rows}
