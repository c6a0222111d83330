"""What a member did that tells of the plan's axes: milestones, and more from other features."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.competency import rules
from bot.competency.values import Evidence
from bot.feature import features_of
from bot.groups.values import Member, MemberCaller
from bot.milestones.queries import my_board
from bot.milestones.values import Board


async def my_evidence(session: AsyncSession, caller: MemberCaller) -> list[Evidence]:
    """All that the caller did that tells of an axis, the newest first."""
    return await evidence_of(session, caller.member, await my_board(session, caller))


async def evidence_of(
    session: AsyncSession,
    member: Member,
    board: Board,
    *,
    since: date | None = None,
    until: date | None = None,
) -> list[Evidence]:
    """What a member did after ``since``, on ``until`` at the latest, the newest first.

    What another feature knows tells of the axes of the milestone that counts it; the time at which
    it was counted there is no second piece of evidence.
    """
    achieved = [
        each
        for feature in features_of(session)
        if feature.achievements is not None
        for each in await feature.achievements(session, member)
    ]
    axes = rules.axes_counting(board)
    found = rules.done_on_axes(board, {each.counted for each in achieved if each.counted})
    found += [
        Evidence(each.kind, each.title, each.day, axes[each.counts], each.link)
        for each in achieved
        if axes.get(each.counts)
    ]
    within = [
        each
        for each in found
        if (since is None or each.day > since) and (until is None or each.day <= until)
    ]
    return sorted(within, key=lambda each: each.day, reverse=True)
