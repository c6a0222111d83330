"""Use cases of a group's weekly round: opening, closing, and what was posted of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.arxiv import ingest
from bot.arxiv.values import Health
from bot.feature import thread_opened
from bot.groups.queries import lock_group
from bot.groups.values import Group
from bot.inputs.text import cut
from bot.papers import counting, postings, queries
from bot.papers.models import RoundRow, ShortlistRow
from bot.papers.rules.timetable import CLOSE, OPEN, closes_after, closing, opening
from bot.papers.values import Round, RoundDecision
from bot.ranking.values import Scored
from bot.scheduling import DeliveryFailure, DeliveryStatus, Once, occurrences, put

_TOO_LATE = "by the time that I could, it was too late"


async def schedule(session: AsyncSession, group: Group, now: datetime) -> None:
    """Bring the group's feeds and its two weekly schedules in line with its settings.

    An open round closes when the new settings say; one that was given more days keeps them. None
    goes on when the next one opens. Safe to run again.
    """
    await ingest.follow(session, group.categories, now)
    opens_at = await put(session, group.guild_id, kind=OPEN, rule=opening(group), after=now)
    closes_at = await put(session, group.guild_id, kind=CLOSE, rule=closing(group), after=now)
    if opens_at is not None and closes_at is not None:
        await _move_close(session, group, opens_at, closes_at, now)


async def open_round(
    session: AsyncSession,
    guild_id: int,
    *,
    period: date,
    shortlist: Sequence[Scored],
    now: datetime,
    considered: int,
    feeds: Health | None = None,
    is_skipped: bool = False,
) -> Round | None:
    """Open the round of ``period`` with its shortlist; gives it back if it is there.

    ``considered`` is how many papers it was chosen from. Without any that is worth a place the
    round is closed from the start, and ``feeds`` (how the group's feeds are together) is kept with
    it, or that the week ``is_skipped``. A former round whose time is over is closed first; None
    when one is still under way: a group has one vote at a time.

    Raises:
        NotSetUp: the server has no group.
    """
    group = await lock_group(session, guild_id)
    held = await session.scalars(
        select(RoundRow)
        .where(
            RoundRow.guild_id == guild_id,
            or_(RoundRow.period == period, RoundRow.closed_at.is_(None)),
        )
        .with_for_update()
    )
    for row in held.all():
        if row.period == period:
            return await queries.as_round(session, row)
        if row.closes_at > now:
            return None
        await counting.close(session, row, now)
    row = _new_round(group, period, now)
    row.considered = considered
    is_late = row.closes_at != next(occurrences(closing(group), now)).at
    if not shortlist:
        row.closed_at, row.decision, row.ballots = now, RoundDecision.NOTHING_LISTED, 0
        row.feeds, row.is_skipped = feeds, is_skipped
    session.add(row)
    await session.flush()
    session.add_all(_shortlist(row, shortlist))
    await session.flush()
    if is_late and row.closed_at is None:
        await close_at(session, group, row, now)
    return queries.round_from(row, (await queries.picks(session, guild_id, [row.id]))[row.id], 0)


async def posted(
    session: AsyncSession, guild_id: int, round_id: int, *, channel_id: int, message_id: int | None
) -> None:
    """Record where the shortlist was posted."""
    await postings.record(
        session,
        guild_id,
        RoundRow.id == round_id,
        channel_id=channel_id,
        message_id=message_id,
        trouble=None,
    )


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
    await counting.close(session, row, now)
    return await queries.as_round(session, row)


async def reopen_early_closed(session: AsyncSession, now: datetime) -> None:
    """Let votes go on that a clock which stood ahead has closed before their time.

    Where the result is in the channel it counts, and where another vote has begun it goes on.
    """
    opened = aliased(RoundRow)
    has_another = exists().where(opened.guild_id == RoundRow.guild_id, opened.closed_at.is_(None))
    rows = await session.scalars(
        select(RoundRow)
        .where(
            RoundRow.closed_at > now,
            RoundRow.closes_at > now,
            RoundRow.is_skipped.is_(False),
            RoundRow.result_message_id.is_(None),
            RoundRow.thread_id.is_(None),
            ~has_another,
        )
        .order_by(RoundRow.period)
    )
    for row in {row.guild_id: row for row in rows}.values():
        counting.forget_count(row)
        row.closed_at = row.trouble = None
        await session.execute(
            update(ShortlistRow)
            .where(ShortlistRow.guild_id == row.guild_id, ShortlistRow.round_id == row.id)
            .values(approvals=None)
            .execution_options(synchronize_session=False)
        )


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
    return None if row is None else await queries.as_round(session, row)


async def announced(
    session: AsyncSession,
    guild_id: int,
    round_id: int,
    *,
    message_id: int | None,
    thread_id: int | None,
    trouble: str | None,
    guide_message_id: int | None = None,
) -> None:
    """Record where the result stands and which thread it has with its guide, or why it has none."""
    await postings.record(
        session,
        guild_id,
        RoundRow.id == round_id,
        result_message_id=message_id,
        thread_id=thread_id,
        guide_message_id=guide_message_id,
        trouble=trouble,
    )
    if thread_id is not None:
        await thread_opened(session, guild_id, round_id)


async def on_opening_failed(
    session: AsyncSession, failure: DeliveryFailure, _now: datetime
) -> None:
    """Record with the round why its shortlist is not in the channel; its vote goes on.

    A week whose opening was missed altogether has no round; `queries.overview` says so.
    """
    delivery = failure.delivery
    await postings.record(
        session, delivery.guild_id, RoundRow.period == delivery.period, trouble=_why(failure)
    )


async def on_closing_failed(session: AsyncSession, failure: DeliveryFailure, now: datetime) -> None:
    """Close the round if its time is over, and record why its result is not in the channel."""
    guild_id = failure.delivery.guild_id
    await close_due(session, guild_id, now)
    found = await unannounced(session, guild_id, failure.delivery.due_at)
    if found is None and failure.delivery.subject:
        found = await postings.unsaid_skip(session, guild_id, int(failure.delivery.subject))
    if found is not None:
        await postings.record(session, guild_id, RoundRow.id == found.id, trouble=_why(failure))


async def _move_close(
    session: AsyncSession, group: Group, opens_at: datetime, closes_at: datetime, now: datetime
) -> None:
    """Let the open vote close by the settings, and let the posted shortlist say so.

    ``opens_at`` and ``closes_at`` are the next weekly instants.
    """
    row = await session.scalar(
        select(RoundRow)
        .where(
            RoundRow.guild_id == group.guild_id,
            RoundRow.closed_at.is_(None),
            RoundRow.closes_at > now,
        )
        .with_for_update()
    )
    if row is None:
        return
    wanted = closes_after(group, row.opened_at, now)
    if row.is_extended:
        wanted = min(row.closes_at, opens_at)
    if wanted == row.closes_at:
        return
    row.closes_at = wanted
    await session.flush()
    if wanted != closes_at:
        await close_at(session, group, row, now)
    if row.message_id is not None:
        await postings.show_anew(session, group, row.id, now)


async def close_at(session: AsyncSession, group: Group, row: RoundRow, now: datetime) -> None:
    """Let the round's close fall due at its ``closes_at``, beside the weekly one."""
    # Strictly after: what falls due now does so too.
    after = min(now, row.closes_at) - timedelta(microseconds=1)
    rule = Once(row.closes_at, group.zone)
    await put(session, group.guild_id, kind=CLOSE, rule=rule, after=after, subject=str(row.id))


def _why(failure: DeliveryFailure) -> str:
    """Why something could not be posted, for organisers."""
    return _TOO_LATE if failure.status is DeliveryStatus.MISSED else cut(failure.reason, 200)


def _new_round(group: Group, period: date, now: datetime) -> RoundRow:
    closes_at = closes_after(group, now)
    return RoundRow(
        guild_id=group.guild_id,
        period=period,
        opened_at=now,
        closes_at=closes_at,
        method=group.vote_method,
        hides_totals=group.hides_totals,
    )


def _shortlist(row: RoundRow, shortlist: Sequence[Scored]) -> list[ShortlistRow]:
    return [
        ShortlistRow(
            guild_id=row.guild_id,
            round_id=row.id,
            arxiv_id=scored.key,
            position=position,
            score=scored.score,
            reasons=list(scored.reasons),
            block=scored.block,
        )
        for position, scored in enumerate(shortlist, start=1)
    ]
