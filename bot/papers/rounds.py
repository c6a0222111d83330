"""Use cases of a group's weekly round: opening, closing, and what was posted of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.groups import service as groups
from bot.papers import archive, intake
from bot.papers.ballots import Decision, tally
from bot.papers.models import ApprovalRow, BallotRow, RoundRow, ShortlistRow
from bot.papers.ranking import Scored
from bot.papers.values import Round
from bot.scheduling import DeliveryFailure, DeliveryStatus, Weekly, occurrences, put

OPEN, CLOSE = "papers.open", "papers.close"
"""The kinds of the two weekly deliveries."""

SHORTLIST = 5
"""How many papers a shortlist has at most."""

_SHORTEST_VOTE = timedelta(hours=1)


async def schedule(session: AsyncSession, group: groups.Group, now: datetime) -> None:
    """Bring the group's feeds and its two weekly schedules in line with its settings.

    An open round closes when the new settings say. Safe to run again.
    """
    await intake.follow(session, group.categories, now)
    await put(session, group.guild_id, kind=OPEN, rule=opening(group), after=now)
    closes_at = await put(session, group.guild_id, kind=CLOSE, rule=closing(group), after=now)
    row = await _open_row(session, group.guild_id)
    if row is not None and closes_at is not None and now < row.closes_at:
        row.closes_at = closes_at


async def open_round(
    session: AsyncSession, guild_id: int, *, period: date, ranked: Sequence[Scored], now: datetime
) -> Round | None:
    """Open the round of ``period`` with the best of ``ranked``; gives it back if it is there.

    Without candidates the round is closed from the start. A former round whose time is over is
    closed first; None when one is still under way: a group has one vote at a time.

    Raises:
        NotSetUp: the server has no group.
    """
    group = await groups.lock_group(session, guild_id)
    row = await session.scalar(
        select(RoundRow).where(RoundRow.guild_id == guild_id, RoundRow.period == period)
    )
    if row is None:
        await close_due(session, guild_id, now)
        if await _open_row(session, guild_id) is not None:
            return None
        row = _new_round(group, period, now)
        if not ranked:
            row.closed_at, row.decision, row.ballots = now, Decision.NOTHING_LISTED, 0
        session.add(row)
        await session.flush()
        session.add_all(_shortlist(row, ranked[:SHORTLIST]))
        await session.flush()
    return await archive.as_round(session, row)


async def posted(
    session: AsyncSession, guild_id: int, round_id: int, *, channel_id: int, message_id: int | None
) -> None:
    """Record where the shortlist was posted."""
    row = await _locked(session, guild_id, round_id)
    row.channel_id, row.message_id, row.trouble = channel_id, message_id, None


async def close_due(session: AsyncSession, guild_id: int, now: datetime) -> Round | None:
    """Close the group's round if its time is over, and decide it; None when there is none.

    Ballots that are being cast wait for this or come before it: each is counted wholly or not.
    """
    row = await session.scalar(
        select(RoundRow)
        .where(
            RoundRow.guild_id == guild_id, RoundRow.closed_at.is_(None), RoundRow.closes_at <= now
        )
        .with_for_update()
    )
    if row is None:
        return None
    shortlist = (await archive.shortlist_rows(session, guild_id, [row.id]))[row.id]
    result = tally([entry.arxiv_id for entry in shortlist], await _ballots(session, row))
    for entry in shortlist:
        entry.approvals = result.approvals[entry.arxiv_id]
    row.closed_at, row.decision, row.ballots = now, result.decision, result.ballots
    row.winner_id = result.winner
    await session.flush()
    return await archive.as_round(session, row)


async def unannounced(session: AsyncSession, guild_id: int, since: datetime) -> Round | None:
    """The round closed since then whose result is not posted as far as is known, or None."""
    row = await session.scalar(
        select(RoundRow)
        .where(
            RoundRow.guild_id == guild_id,
            RoundRow.closed_at >= since,
            RoundRow.winner_id.is_not(None),
            or_(RoundRow.result_message_id.is_(None), RoundRow.thread_id.is_(None)),
        )
        .order_by(RoundRow.closed_at.desc())
        .limit(1)
    )
    return None if row is None else await archive.as_round(session, row)


async def announced(
    session: AsyncSession,
    guild_id: int,
    round_id: int,
    *,
    message_id: int | None,
    thread_id: int | None,
    trouble: str | None,
) -> None:
    """Record where the result stands and which thread it has, or why it has none."""
    row = await _locked(session, guild_id, round_id)
    row.result_message_id, row.thread_id, row.trouble = message_id, thread_id, trouble


async def not_posted(session: AsyncSession, guild_id: int, reason: str) -> None:
    """Record that the newest round's panel could not be posted, for organisers to see."""
    row = await session.scalar(
        select(RoundRow)
        .where(RoundRow.guild_id == guild_id)
        .order_by(RoundRow.opened_at.desc())
        .limit(1)
        .with_for_update()
    )
    if row is not None:
        row.trouble = reason[:200]


async def on_failed(session: AsyncSession, failure: DeliveryFailure, _now: datetime) -> None:
    """Record why a round's message could not be posted."""
    if failure.status is DeliveryStatus.UNDELIVERABLE:
        await not_posted(session, failure.delivery.guild_id, failure.reason)


def opening(group: groups.Group) -> Weekly:
    """When a group's rounds open."""
    return Weekly(frozenset({group.papers_open_weekday}), group.papers_open_at, group.zone)


def closing(group: groups.Group) -> Weekly:
    """When a group's rounds close."""
    return Weekly(frozenset({group.papers_close_weekday}), group.papers_close_at, group.zone)


def closes_after(group: groups.Group, opened_at: datetime) -> datetime:
    """When a round that opens at ``opened_at`` closes: one that opens late leaves time to vote."""
    return next(
        found.at
        for found in occurrences(closing(group), opened_at)
        if found.at - opened_at >= _SHORTEST_VOTE
    )


def _new_round(group: groups.Group, period: date, now: datetime) -> RoundRow:
    closes_at = closes_after(group, now)
    return RoundRow(guild_id=group.guild_id, period=period, opened_at=now, closes_at=closes_at)


def _shortlist(row: RoundRow, ranked: Sequence[Scored]) -> list[ShortlistRow]:
    return [
        ShortlistRow(
            guild_id=row.guild_id,
            round_id=row.id,
            arxiv_id=scored.key,
            position=position,
            score=scored.score,
            reasons=list(scored.reasons),
        )
        for position, scored in enumerate(ranked, start=1)
    ]


async def _ballots(session: AsyncSession, row: RoundRow) -> list[frozenset[str]]:
    """Every ballot of a round, as the keys it approves; who cast it is not asked."""
    cast = await session.execute(
        select(BallotRow.user_id, ApprovalRow.arxiv_id)
        .outerjoin(
            ApprovalRow,
            (ApprovalRow.guild_id == BallotRow.guild_id)
            & (ApprovalRow.round_id == BallotRow.round_id)
            & (ApprovalRow.user_id == BallotRow.user_id),
        )
        .where(BallotRow.guild_id == row.guild_id, BallotRow.round_id == row.id)
    )
    ballots: dict[int, set[str]] = {}
    for user_id, key in cast:
        ballots.setdefault(user_id, set()).update([key] if key else [])
    return [frozenset(keys) for keys in ballots.values()]


async def _open_row(session: AsyncSession, guild_id: int) -> RoundRow | None:
    return await session.scalar(
        select(RoundRow).where(RoundRow.guild_id == guild_id, RoundRow.closed_at.is_(None))
    )


async def _locked(session: AsyncSession, guild_id: int, round_id: int) -> RoundRow:
    row = await session.scalar(
        select(RoundRow)
        .where(RoundRow.guild_id == guild_id, RoundRow.id == round_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound(archive.NO_SUCH_ROUND)
    return row
