"""Use cases of private ballots: one per member and round, changeable until the close."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import and_, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import NotFound, UserError
from bot.groups.values import MemberCaller
from bot.papers import queries
from bot.papers.models import ApprovalRow, BallotRow, RoundRow
from bot.papers.values import Ballot, Round


class VoteClosed(UserError):
    """The ballot came at or after the close; it was not counted and nothing changed."""


async def ballot(session: AsyncSession, caller: MemberCaller, round_id: int) -> Ballot:
    """The member's ballot in a round of their group.

    Raises:
        NotFound: no such round here.
    """
    return await _ballot(session, caller, await queries.get(session, caller.guild_id, round_id))


async def open_ballot(session: AsyncSession, caller: MemberCaller) -> Ballot:
    """The member's ballot in the round that is open.

    Raises:
        NotFound: no vote is open.
    """
    newest = await queries.recent(session, caller.guild_id, 1)
    if not newest or not newest[0].takes_ballots(caller.now):
        opens_at = await queries.next_opening(session, caller.guild_id)
        when = f" The next one opens <t:{opens_at.timestamp():.0f}:F>." if opens_at else ""
        raise NotFound(f"No vote is open.{when} `/paper nominate` puts a paper on its list.")
    return await _ballot(session, caller, newest[0])


async def cast(
    session: AsyncSession, caller: MemberCaller, round_id: int, approved: Collection[str]
) -> Ballot:
    """Replace the member's ballot by one that approves ``approved``; none takes it back.

    The instant decides: the round's row is held, so that a close that runs meanwhile comes wholly
    before or wholly after. Two clicks of one member take turns on the member's row.

    Raises:
        NotFound: no such round here, or a paper that is not on its shortlist.
        VoteClosed: the caller's instant is not before the close, or the round is closed already.
    """
    row = await session.scalar(
        select(RoundRow)
        .where(RoundRow.guild_id == caller.guild_id, RoundRow.id == round_id)
        .with_for_update(read=True)
    )
    if row is None:
        raise NotFound(queries.NO_SUCH_ROUND)
    shortlist = (await queries.picks(session, caller.guild_id, [round_id]))[round_id]
    found = queries.round_from(row, shortlist, row.ballots or 0)
    if not found.takes_ballots(caller.now):
        raise VoteClosed(closed_text(found))
    if not set(approved) <= {pick.paper.key for pick in shortlist}:
        raise NotFound("That paper is not on this shortlist. Pick from the list and try again.")
    await _replace(session, caller, round_id, approved)
    counts = await queries.count_ballots(session, caller.guild_id, [round_id])
    return Ballot(
        replace(found, ballots=counts.get(round_id, 0)),
        frozenset(approved),
        caller.now if approved else None,
    )


def closed_text(found: Round) -> str:
    """What somebody hears who votes too late."""
    ended = int(found.vote_ended_at.timestamp())
    return (
        f"This vote closed <t:{ended}:f>. Your ballot stays as it was then. "
        "`/paper history` shows what the group picked."
    )


async def _ballot(session: AsyncSession, caller: MemberCaller, found: Round) -> Ballot:
    mine = (
        await session.execute(
            select(BallotRow.cast_at, ApprovalRow.arxiv_id)
            .outerjoin(
                ApprovalRow,
                and_(
                    ApprovalRow.guild_id == BallotRow.guild_id,
                    ApprovalRow.round_id == BallotRow.round_id,
                    ApprovalRow.user_id == BallotRow.user_id,
                ),
            )
            .where(
                BallotRow.guild_id == found.guild_id,
                BallotRow.round_id == found.id,
                BallotRow.user_id == caller.user_id,
            )
        )
    ).all()
    return Ballot(
        found,
        frozenset(key for _cast_at, key in mine if key is not None),
        mine[0].cast_at if mine else None,
    )


async def _replace(
    session: AsyncSession, caller: MemberCaller, round_id: int, approved: Collection[str]
) -> None:
    key = {"guild_id": caller.guild_id, "round_id": round_id, "user_id": caller.user_id}
    if not approved:
        await session.execute(delete(BallotRow).filter_by(**key))
        return
    await session.execute(
        insert(session, BallotRow)
        .values(**key, cast_at=caller.now)
        .on_conflict_do_update(index_elements=list(key), set_={"cast_at": caller.now})
    )
    await session.execute(delete(ApprovalRow).filter_by(**key))
    session.add_all(ApprovalRow(**key, arxiv_id=paper) for paper in set(approved))
    await session.flush()
