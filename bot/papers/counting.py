"""From the rows of a round to its count: at the close, and before it where totals are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.models import PaperRow
from bot.db import insert
from bot.feature import paper_chosen
from bot.figures import FLOOR, Answers, may_show
from bot.groups.models import MemberRow, is_of_member_here
from bot.papers.models import BallotRow, MarkRow, RoundRow, ShortlistRow, VoteFigureRow
from bot.papers.values import Round, RoundDecision
from bot.voting import Marks, Stage, StageKind, count


async def close(session: AsyncSession, row: RoundRow, now: datetime) -> None:
    """Decide a round whose row is locked. Papers that were withdrawn meanwhile do not count."""
    found = await session.execute(
        select(ShortlistRow, PaperRow.is_withdrawn)
        .join(PaperRow, PaperRow.arxiv_id == ShortlistRow.arxiv_id)
        .where(ShortlistRow.guild_id == row.guild_id, ShortlistRow.round_id == row.id)
        .order_by(ShortlistRow.position)
    )
    standing = [entry for entry, is_withdrawn in found.all() if not is_withdrawn]
    ballots = await _ballots(session, row.guild_id, row.id)
    result = count(row.method, [entry.arxiv_id for entry in standing], ballots.values())
    for entry in standing:
        entry.approvals = result.support[entry.arxiv_id]
    row.closed_at, row.ballots, row.winner_id = now, result.ballots, result.winner
    row.stages, row.codes = [_to_json(stage) for stage in result.stages], sorted(ballots)
    # There was something to vote on, even where nothing of it is left.
    row.decision = RoundDecision.NO_BALLOTS
    if result.winner is not None:
        row.decision = RoundDecision.TIE if result.by_tie_rule else RoundDecision.BALLOTS
    await session.flush()
    if row.winner_id is not None:
        await paper_chosen(session, row.guild_id, row.id, now)


def forget_count(row: RoundRow) -> None:
    """Take back what `close` decided."""
    row.decision = row.ballots = row.winner_id = row.stages = row.codes = None


async def so_far(session: AsyncSession, found: Round) -> Stage | None:
    """The first totals of an open vote as they were counted last, where its group shows them."""
    if found.hides_totals or found.ballots < FLOOR:
        return None
    stored = await session.scalar(
        select(VoteFigureRow.stage).where(
            VoteFigureRow.guild_id == found.guild_id, VoteFigureRow.round_id == found.id
        )
    )
    return None if stored is None else _from_json(stored)


async def count_so_far(session: AsyncSession, found: Round) -> None:
    """Count an open vote that shows its totals anew, where enough ballots are new or others (U5).

    The round is locked.
    """
    in_round = and_(BallotRow.guild_id == found.guild_id, BallotRow.round_id == found.id)
    ballots = await _ballots(session, found.guild_id, found.id)
    rows = await session.execute(select(BallotRow.code, BallotRow.counted).where(in_round))
    counted: dict[str, dict[str, int] | None] = dict(rows.all())
    changed = sum(counted[code] != marks for code, marks in ballots.items())
    if not may_show(Answers(len(ballots), changed)):
        return
    standing = [pick.paper.key for pick in found.picks if not pick.paper.is_withdrawn]
    stage = next(iter(count(found.method, standing, ballots.values()).stages), None)
    if stage is None:
        return
    key, shown = {"guild_id": found.guild_id, "round_id": found.id}, {"stage": _to_json(stage)}
    await session.execute(
        insert(session, VoteFigureRow)
        .values(**key, **shown)
        .on_conflict_do_update(index_elements=list(key), set_=shown)
    )
    await session.execute(
        update(BallotRow)
        .where(in_round)
        .values(counted=None)
        .execution_options(synchronize_session=False)
    )
    which = and_(BallotRow.guild_id == found.guild_id, BallotRow.code == bindparam("its_code"))
    connection = await session.connection()
    await connection.execute(
        update(BallotRow)
        .where(which, BallotRow.round_id == found.id)
        .values(counted=bindparam("marks")),
        [{"its_code": code, "marks": dict(marks)} for code, marks in ballots.items()],
    )


async def withhold(
    session: AsyncSession, guild_id: int, user_id: int, round_id: int | None = None
) -> None:
    """Take totals out of sight that a ballot of this person is in, before it is deleted.

    They are shown again once enough other ballots are new or others. Of all rounds, or of one.
    """
    theirs = exists().where(
        BallotRow.guild_id == VoteFigureRow.guild_id,
        BallotRow.round_id == VoteFigureRow.round_id,
        BallotRow.user_id == user_id,
        BallotRow.counted.is_not(None),
    )
    which = VoteFigureRow.guild_id == guild_id
    if round_id is not None:
        which = and_(which, VoteFigureRow.round_id == round_id)
    await session.execute(
        delete(VoteFigureRow).where(which, theirs).execution_options(synchronize_session=False)
    )


def stages_of(row: RoundRow) -> tuple[Stage, ...]:
    """How a closed round was counted; nothing for those of former versions."""
    return tuple(_from_json(stage) for stage in row.stages or ())


async def _ballots(session: AsyncSession, guild_id: int, round_id: int) -> Mapping[str, Marks]:
    """The ballots of a round that count, by their codes; who cast them is not asked."""
    cast = await session.execute(
        select(BallotRow.code, MarkRow.arxiv_id, MarkRow.mark)
        .outerjoin(
            MarkRow,
            (MarkRow.guild_id == BallotRow.guild_id)
            & (MarkRow.round_id == BallotRow.round_id)
            & (MarkRow.user_id == BallotRow.user_id),
        )
        .join(MemberRow, is_of_member_here(BallotRow.guild_id, BallotRow.user_id))
        .where(BallotRow.guild_id == guild_id, BallotRow.round_id == round_id)
    )
    ballots: dict[str, dict[str, int]] = {}
    for code, key, mark in cast:
        ballots.setdefault(code, {}).update({key: mark} if key else {})
    return ballots


def _to_json(stage: Stage) -> dict[str, Any]:
    # In pairs: PostgreSQL's JSON keeps an object's order, but nothing promises it.
    return {
        "kind": stage.kind.value,
        "totals": list(stage.totals.items()),
        "out": stage.out,
        "tied": stage.tied,
    }


def _from_json(stored: Mapping[str, Any]) -> Stage:
    def keys(name: str) -> Sequence[str]:
        return [str(key) for key in stored[name]]

    return Stage(
        StageKind(stored["kind"]),
        {str(key): int(total) for key, total in stored["totals"]},
        tuple(keys("out")),
        tuple(keys("tied")),
    )
