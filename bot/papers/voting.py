"""Use cases of private ballots: one per member and round, changeable until the close."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.papers import archive
from bot.papers.models import ApprovalRow, BallotRow, RoundRow
from bot.papers.values import Ballot, Round


class VoteClosed(UserError):
    """The ballot came at or after the close; it was not counted and nothing changed."""


async def ballot(session: AsyncSession, guild_id: int, round_id: int, user_id: int) -> Ballot:
    """The member's ballot in a round of their group.

    Raises:
        NotSetUp: they have not joined.
        NotFound: no such round here.
    """
    await groups.get_member(session, guild_id, user_id)
    found = await archive.get(session, guild_id, round_id)
    row = await session.get(BallotRow, (guild_id, round_id, user_id))
    if row is None:
        return Ballot(found, frozenset(), None)
    approved = await session.scalars(
        select(ApprovalRow.arxiv_id).where(
            ApprovalRow.guild_id == guild_id,
            ApprovalRow.round_id == round_id,
            ApprovalRow.user_id == user_id,
        )
    )
    return Ballot(found, frozenset(approved), row.cast_at)


async def cast(
    session: AsyncSession,
    guild_id: int,
    round_id: int,
    user_id: int,
    approved: Collection[str],
    *,
    now: datetime,
) -> Ballot:
    """Replace the member's ballot by one that approves ``approved``; none takes it back.

    The instant decides: the round's row is held, so that a close that runs meanwhile comes wholly
    before or wholly after.

    Raises:
        NotSetUp: they have not joined.
        NotFound: no such round here, or a paper that is not on its shortlist.
        VoteClosed: ``now`` is not before the close, or the round is closed already.
    """
    await groups.get_member(session, guild_id, user_id)
    await session.execute(
        select(RoundRow.id)
        .where(RoundRow.guild_id == guild_id, RoundRow.id == round_id)
        .with_for_update(read=True)
    )
    found = await archive.get(session, guild_id, round_id)
    if not found.takes_ballots(now):
        raise VoteClosed(closed_text(found))
    if not set(approved) <= {pick.paper.key for pick in found.picks}:
        raise NotFound("That paper is not on this shortlist. Pick from the list and try again.")
    await _replace(session, guild_id, round_id, user_id, approved, now)
    return await ballot(session, guild_id, round_id, user_id)


def closed_text(found: Round) -> str:
    """What somebody hears who votes too late."""
    ended = int(found.vote_ended_at.timestamp())
    return (
        f"This vote closed <t:{ended}:f>. Your ballot stays as it was then. "
        "`/paper history` shows what the group picked."
    )


async def _replace(
    session: AsyncSession,
    guild_id: int,
    round_id: int,
    user_id: int,
    approved: Collection[str],
    now: datetime,
) -> None:
    key = {"guild_id": guild_id, "round_id": round_id, "user_id": user_id}
    if not approved:
        await session.execute(delete(BallotRow).filter_by(**key))
        return
    # Two clicks of one member take turns on this row.
    await session.execute(
        insert(session, BallotRow)
        .values(**key, cast_at=now)
        .on_conflict_do_update(index_elements=list(key), set_={"cast_at": now})
    )
    await session.execute(delete(ApprovalRow).filter_by(**key))
    session.add_all(ApprovalRow(**key, arxiv_id=paper) for paper in set(approved))
    await session.flush()
