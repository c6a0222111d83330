"""Reading wins: one to post, those of a week, those of the last weeks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.facts import Fact
from bot.groups import queries as groups
from bot.groups.models import MemberRow, is_of_member_here
from bot.groups.values import MemberCaller
from bot.milestones.models import ChangeRow, OwnRow
from bot.milestones.queries import board_source, my_board
from bot.milestones.service import SHARED_KIND, read_win_subject, win_subject
from bot.milestones.values import Board, OwnMilestone
from bot.plans import queries as plans
from bot.plans.values import Plan
from bot.scheduling import Delivery, SentMessage, deliveries_of, last_sent, sent_messages
from bot.scheduling.models import DeliveryRow, DeliveryStatus, ScheduleRow
from bot.wins.values import RoundUp, SharedWin, UnpostedWin, Win

ROUND_UP_KIND = "milestones.round_up"

WEEKS = 4
"""How far back lists of wins go."""

_MOST = 200
_FAILED = (DeliveryStatus.UNDELIVERABLE, DeliveryStatus.MISSED)
FURTHEST = timedelta(weeks=4)
"""The longest time that a round-up looks back."""


async def win(session: AsyncSession, delivery: Delivery, *, now: datetime) -> Win | None:
    """The win that a delivery is about, or None if it was undone or its member left."""
    milestone_id, number = read_win_subject(delivery.subject)
    try:
        member = await groups.get_member(session, delivery.guild_id, delivery.user_id or 0)
    except UserError:
        return None
    source = await board_source(session, member)
    changes = source.stored.history.get(milestone_id, ())
    change = next((each for each in changes if each.number == number), None)
    if change is None or not change.shared or source.board(now).item(milestone_id) is None:
        return None
    group = await groups.get_group(session, member.guild_id)
    outcome = source.outcome(now, milestone_id, changed=False)
    return Win(
        member.guild_id, member.user_id, group.announcements_channel_id, outcome, change.link
    )


async def recent(session: AsyncSession, caller: MemberCaller) -> tuple[SharedWin, ...]:
    """The wins that members of the caller's group shared in the last ``WEEKS``, newest first."""
    since = caller.now - timedelta(weeks=WEEKS)
    return await shared(session, caller.guild_id, since=since, limit=_MOST)


async def unposted(
    session: AsyncSession, caller: MemberCaller, board: Board | None = None
) -> tuple[UnpostedWin, ...]:
    """What the caller wanted to share in the last ``WEEKS`` and could not be posted, newest first.

    Only what was not posted later, and stands in their ``board`` (read, if it is not given) as done
    and not shared anew.
    """
    about = (ScheduleRow.subject, DeliveryRow.status, DeliveryRow.reason)
    found = await session.execute(
        deliveries_of(caller.guild_id, *about, user_id=caller.user_id)
        .where(
            ScheduleRow.kind == SHARED_KIND,
            DeliveryRow.finished_at >= caller.now - timedelta(weeks=WEEKS),
        )
        .order_by(DeliveryRow.finished_at.desc(), DeliveryRow.id.desc())
    )
    newest: dict[str, Any] = {}
    for row in found:
        newest.setdefault(row.subject, row)
    failed = {subject: row for subject, row in newest.items() if row.status in _FAILED}
    if not failed:
        return ()
    items = (await my_board(session, caller) if board is None else board).items
    titles = {
        win_subject(item, item.change): item.title
        for item in items
        if item.change is not None and item.is_done_now and not item.change.shared
    }
    return tuple(
        UnpostedWin(titles[subject], None if row.status is DeliveryStatus.MISSED else row.reason)
        for subject, row in failed.items()
        if subject in titles
    )


async def shared(
    session: AsyncSession,
    guild_id: int,
    *,
    since: datetime,
    until: datetime | None = None,
    limit: int | None = None,
) -> tuple[SharedWin, ...]:
    """Wins that members who are here shared from ``since`` on, the newest ``limit`` first (C7).

    Raises:
        NotSetUp: the server has no group.
    """
    plan = await plans.current(session, guild_id)
    wanted = [ChangeRow.guild_id == guild_id, ChangeRow.shared_at >= since]
    if until is not None:
        wanted.append(ChangeRow.shared_at < until)
    found = await session.execute(
        select(ChangeRow.user_id, ChangeRow.milestone_id, ChangeRow.link, ChangeRow.shared_at)
        .join(MemberRow, is_of_member_here(ChangeRow.guild_id, ChangeRow.user_id))
        .where(*wanted)
        .order_by(ChangeRow.shared_at.desc(), ChangeRow.user_id, ChangeRow.milestone_id)
        .limit(limit)
    )
    rows = found.all()
    titles = await _titles(session, guild_id, plan, {row.user_id for row in rows})
    wins = []
    for user_id, milestone_id, link, shared_at in rows:
        known = titles.get((0, milestone_id)) or titles.get((user_id, milestone_id))
        if known is not None and shared_at is not None:
            wins.append(SharedWin(user_id, milestone_id, *known, link, shared_at))
    return tuple(wins)


async def round_up(session: AsyncSession, delivery: Delivery) -> RoundUp:
    """What a round-up's delivery carries: the wins since the last one that was sent.

    That is a week; more when some could not be sent, up to four weeks, as in the first one.

    Raises:
        NotSetUp: the server has no group.
    """
    group = await groups.get_group(session, delivery.guild_id)
    wins = await _until(session, delivery.guild_id, delivery.due_at)
    return RoundUp(group.announcements_channel_id, wins)


async def posted_round_up(
    session: AsyncSession, guild_id: int, delivery_id: int
) -> tuple[RoundUp, SentMessage]:
    """A round-up that was posted, with the wins that are still shared, and its message.

    Raises:
        NotFound: there is no such round-up.
    """
    found = await sent_messages(session, guild_id, kind=ROUND_UP_KIND, delivery_id=delivery_id)
    if not found:
        raise NotFound("That round-up is not here any more. `/win list` has the latest wins.")
    (sent,) = found
    return RoundUp(sent.channel_id, await _until(session, guild_id, sent.due_at)), sent


async def round_up_span(
    session: AsyncSession, guild_id: int, delivery_id: int
) -> tuple[datetime, datetime] | None:
    """From when until when a round-up's delivery looks; None where it is not known any more."""
    until = await session.scalar(
        deliveries_of(guild_id, DeliveryRow.due_at).where(
            ScheduleRow.kind == ROUND_UP_KIND, DeliveryRow.id == delivery_id
        )
    )
    return None if until is None else (await _since(session, guild_id, until), until)


async def round_ups_about(
    session: AsyncSession, guild_id: int, times: Collection[datetime]
) -> list[SentMessage]:
    """The round-ups that were posted of what was shared at these times."""
    sent = await sent_messages(session, guild_id, kind=ROUND_UP_KIND) if times else []
    first = (
        next((each for each in sent if at < each.due_at <= at + FURTHEST), None) for at in times
    )
    return list({each.delivery_id: each for each in first if each is not None}.values())


async def _until(session: AsyncSession, guild_id: int, until: datetime) -> tuple[SharedWin, ...]:
    """The wins since the round-up before the one that was due at ``until``."""
    since = await _since(session, guild_id, until)
    return await shared(session, guild_id, since=since, until=until)


async def _since(session: AsyncSession, guild_id: int, until: datetime) -> datetime:
    """From when the round-up looks that was due at ``until``."""
    before = await last_sent(session, guild_id, kind=ROUND_UP_KIND, before=until)
    return max(before or until - FURTHEST, until - FURTHEST)


async def _titles(
    session: AsyncSession, guild_id: int, plan: Plan, user_ids: set[int]
) -> dict[tuple[int, str], tuple[str, int | None]]:
    """Title and block by whose milestone it is (0: the plan's) and its id."""
    found: dict[tuple[int, str], tuple[str, int | None]] = {
        (0, milestone.id): (milestone.title, number)
        for number, block in enumerate(plan.blocks, start=1)
        for milestone in block.milestones
    }
    own = await session.execute(
        select(OwnRow.user_id, OwnRow.number, OwnRow.title).where(
            OwnRow.guild_id == guild_id,
            OwnRow.user_id.in_(user_ids),
            OwnRow.dropped_at.is_(None),
        )
    )
    for user_id, number, title in own:
        found[user_id, OwnMilestone(number, title).id] = (title, None)
    return found


async def group_facts(
    session: AsyncSession, guild_id: int, since: datetime, until: datetime
) -> list[Fact]:
    """How many wins members who are here shared in that time; each was posted for all to see."""
    count = await session.scalar(
        select(func.count())
        .select_from(ChangeRow)
        .join(MemberRow, is_of_member_here(ChangeRow.guild_id, ChangeRow.user_id))
        .where(
            ChangeRow.guild_id == guild_id,
            ChangeRow.shared_at >= since,
            ChangeRow.shared_at < until,
        )
    )
    return [Fact(count or 0, "win shared", "wins shared")]
