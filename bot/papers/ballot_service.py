"""Use cases of private ballots: one per member and round, changeable until the close.

A ballot counts as it stands: one that ranks two papers of five, or scores one of them, says that
much and no more. One that says nothing at all is taken back, and its code with it.

A ballot is stored with its member, since they may change it and check it after the close. No view
of others is made from that: the group sees totals and codes, the code is shown to its voter alone,
and what a code stands for is shown to nobody else (U9; `bot.voting.receipts` says what that proves
and what not). An export holds one's own ballots only.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import and_, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import NotFound, UserError
from bot.groups.values import MemberCaller
from bot.papers import counting, queries
from bot.papers.models import BallotRow, MarkRow, RoundRow
from bot.papers.values import Ballot, Round
from bot.voting import MOST_STARS, Method
from bot.voting.receipts import ALPHABET, CODE_LENGTH

_NOT_LISTED = "That paper is not on this shortlist. Pick from the list and try again."


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

    Raises:
        NotFound: no such round here, or a paper that is not on its shortlist.
        VoteClosed: the caller's instant is not before the close, or the round is closed already.
        UserError: the round is voted on otherwise.
    """
    found = await _hold(session, caller, round_id, Method.APPROVAL)
    _check_listed(found, approved)
    return await _store(session, caller, found, dict.fromkeys(approved, 1))


async def rank(
    session: AsyncSession, caller: MemberCaller, round_id: int, place: int, key: str
) -> Ballot:
    """Rank a paper in the next place of the member's ballot.

    A press that comes again, or from a panel that is older than the ballot, changes nothing:
    ``place`` (from 1) is then not the next one, or the paper is ranked already.

    Raises:
        As `cast`.
    """
    found = await _hold(session, caller, round_id, Method.RUNOFF)
    _check_listed(found, [key])
    mine = await _ballot(session, caller, found)
    if place != len(mine.ranked) + 1 or key in mine.marks:
        return await _as_stored(session, mine)
    return await _store(session, caller, found, {**mine.marks, key: place})


async def score(
    session: AsyncSession, caller: MemberCaller, round_id: int, key: str, stars: int
) -> Ballot:
    """Give a paper a score from 0 to 5 on the member's ballot.

    Raises:
        As `cast`; UserError also for a score that there is not.
    """
    found = await _hold(session, caller, round_id, Method.STAR)
    _check_listed(found, [key])
    if not 0 <= stars <= MOST_STARS:
        raise UserError(f"A score is from 0 to {MOST_STARS}. Pick one from the list.")
    mine = await _ballot(session, caller, found)
    return await _store(session, caller, found, {**mine.marks, key: stars})


async def start_over(session: AsyncSession, caller: MemberCaller, round_id: int) -> Ballot:
    """Take the member's ballot back, and its code with it.

    Raises:
        As `cast`, for a vote by any method.
    """
    return await _store(session, caller, await _hold(session, caller, round_id), {})


def closed_text(found: Round) -> str:
    """What somebody hears who votes too late."""
    ended = int(found.vote_ended_at.timestamp())
    return (
        f"This vote closed <t:{ended}:f>. Your ballot stays as it was then. "
        "`/paper history` shows how it ended."
    )


async def _hold(
    session: AsyncSession, caller: MemberCaller, round_id: int, method: Method | None = None
) -> Round:
    """The round, its row held so that a close comes wholly before or wholly after this ballot.

    The caller's instant decides. Ballots take turns, since each may complete the totals that are
    shown before the close.
    """
    row = await session.scalar(
        select(RoundRow)
        .where(RoundRow.guild_id == caller.guild_id, RoundRow.id == round_id)
        .with_for_update(key_share=True)
    )
    if row is None:
        raise NotFound(queries.NO_SUCH_ROUND)
    shortlist = (await queries.picks(session, caller.guild_id, [round_id]))[round_id]
    found = queries.round_from(row, shortlist, row.ballots or 0)
    if not found.takes_ballots(caller.now):
        raise VoteClosed(closed_text(found))
    if method is not None and method is not found.method:
        raise UserError("This vote goes another way. `/paper vote` opens your ballot for it.")
    return found


def _check_listed(found: Round, keys: Collection[str]) -> None:
    if not set(keys) <= {pick.paper.key for pick in found.picks}:
        raise NotFound(_NOT_LISTED)


async def _ballot(session: AsyncSession, caller: MemberCaller, found: Round) -> Ballot:
    mine = (
        await session.execute(
            select(BallotRow.cast_at, BallotRow.code, MarkRow.arxiv_id, MarkRow.mark)
            .outerjoin(
                MarkRow,
                and_(
                    MarkRow.guild_id == BallotRow.guild_id,
                    MarkRow.round_id == BallotRow.round_id,
                    MarkRow.user_id == BallotRow.user_id,
                ),
            )
            .where(
                BallotRow.guild_id == found.guild_id,
                BallotRow.round_id == found.id,
                BallotRow.user_id == caller.user_id,
            )
        )
    ).all()
    if not mine:
        return Ballot(found, {}, None, None)
    marks = {row.arxiv_id: row.mark for row in mine if row.arxiv_id is not None}
    return Ballot(found, marks, mine[0].cast_at, mine[0].code)


async def _store(
    session: AsyncSession, caller: MemberCaller, found: Round, marks: Mapping[str, int]
) -> Ballot:
    """Let the member's ballot say ``marks``; it keeps its code. Nothing takes it back."""
    key = {"guild_id": found.guild_id, "round_id": found.id, "user_id": caller.user_id}
    shows_totals = not found.hides_totals
    code = None
    if not marks:
        if shows_totals:
            await counting.withhold(session, found.guild_id, caller.user_id, found.id)
        await session.execute(delete(BallotRow).filter_by(**key))
    else:
        code = await session.scalar(
            insert(session, BallotRow)
            .values(**key, cast_at=caller.now, code=_new_code())
            .on_conflict_do_update(index_elements=list(key), set_={"cast_at": caller.now})
            .returning(BallotRow.code)
        )
        await session.execute(delete(MarkRow).filter_by(**key))
        session.add_all(MarkRow(**key, arxiv_id=paper, mark=mark) for paper, mark in marks.items())
        await session.flush()
        if shows_totals:
            await counting.count_so_far(session, found)
    mine = Ballot(found, dict(marks), caller.now if marks else None, code)
    return await _as_stored(session, mine)


async def _as_stored(session: AsyncSession, mine: Ballot) -> Ballot:
    """The ballot with how many there are by now."""
    found = mine.round
    counts = await queries.count_ballots(session, found.guild_id, [found.id])
    return replace(mine, round=replace(found, ballots=counts.get(found.id, 0)))


def _new_code() -> str:
    """A random code.

    Of thirty two are alike in one of some 60 million rounds; the database then refuses the second
    ballot, which can be cast again.
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
