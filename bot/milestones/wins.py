"""Use cases of wins: releasing one, listing what was released, the weekly round-up (C7).

A win is a milestone or step that is done and that its member released; nothing is public before,
and taking the milestone back takes the win back. Nobody's wins are counted or compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.groups import service as groups
from bot.groups.models import GroupRow, MemberRow
from bot.milestones.boards import Outcome, board, outcome_of
from bot.milestones.locking import lock
from bot.milestones.models import ChangeRow, OwnRow
from bot.milestones.rules import Status
from bot.milestones.steps import Own
from bot.plans import queries as plans
from bot.plans.values import Plan
from bot.scheduling import Delivery, DeliveryFailure, Weekly, last_sent, put, put_now
from bot.scheduling.models import ScheduleRow

WIN_KIND = "milestones.win"
ROUND_UP_KIND = "milestones.round_up"

ROUND_UP_WEEKDAY, ROUND_UP_AT = 6, time(18)
"""The round-up comes on Sunday evening, in the group's zone."""

_FURTHEST = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Win:
    """A finished milestone that its member released. The note is not part of it."""

    guild_id: int
    user_id: int
    channel_id: int
    outcome: Outcome
    link: str | None


@dataclass(frozen=True, slots=True)
class Released:
    """A win in a list. ``block`` is the plan's block number, None beside the plan."""

    user_id: int
    milestone_id: str
    title: str
    block: int | None
    link: str | None
    shared_at: datetime


@dataclass(frozen=True, slots=True)
class RoundUp:
    """The wins since the last round-up, the newest first, and the channel where they go."""

    channel_id: int
    wins: tuple[Released, ...]


async def share(
    session: AsyncSession, guild_id: int, user_id: int, milestone: str, *, now: datetime
) -> Outcome:
    """Release a win to the announcements channel, once (C7); a delivery carries it there.

    ``milestone`` is an id, a title, or a part of one title only.

    Raises:
        UserError: the milestone is not done (any more).
        NotFound: no such milestone on the member's path.
        NotSetUp: they are not in a group here.
    """
    await lock(session, guild_id, user_id)
    item = (await board(session, guild_id, user_id, now=now)).find(milestone)
    if item.status is not Status.DONE:
        raise UserError("That one is not done at the moment. `/milestone done` marks it.")
    row = await session.get_one(ChangeRow, (guild_id, user_id, item.id, item.number))
    changed = row.shared_at is None
    if changed:
        row.shared_at = now
        await session.flush()
        await put_now(
            session,
            guild_id,
            kind=WIN_KIND,
            zone="UTC",
            now=now,
            user_id=user_id,
            subject=f"{row.milestone_id}:{row.number}",
        )
    return outcome_of(await board(session, guild_id, user_id, now=now), row.milestone_id, changed)


async def win(
    session: AsyncSession, guild_id: int, user_id: int, subject: str, *, now: datetime
) -> Win | None:
    """The win that a delivery's subject names, or None if it was undone or its member left."""
    row = await _shared(session, guild_id, user_id, subject)
    try:
        view = await board(session, guild_id, user_id, now=now)
    except UserError:
        return None
    if row is None or view.item(row.milestone_id) is None:
        return None
    group = await groups.get_group(session, guild_id)
    outcome = outcome_of(view, row.milestone_id, changed=False)
    return Win(guild_id, user_id, group.announcements_channel_id, outcome, row.link)


async def unshare(session: AsyncSession, guild_id: int, user_id: int, subject: str) -> None:
    """Take note that a win could not be posted, so that its member can share it again."""
    row = await _shared(session, guild_id, user_id, subject)
    if row is not None:
        row.shared_at = None


async def not_posted(session: AsyncSession, failure: DeliveryFailure, _now: datetime) -> None:
    """Let the member share a win again whose delivery was refused or missed."""
    delivery = failure.delivery
    await unshare(session, delivery.guild_id, delivery.user_id or 0, delivery.subject)


async def released(
    session: AsyncSession,
    guild_id: int,
    *,
    since: datetime,
    until: datetime | None = None,
    limit: int | None = 50,
) -> tuple[Released, ...]:
    """Wins that members who are here released from ``since`` on, the newest ``limit`` first (C7).

    Raises:
        NotSetUp: the server has no group.
    """
    plan = await plans.current(session, guild_id)
    is_here = and_(
        MemberRow.guild_id == ChangeRow.guild_id,
        MemberRow.user_id == ChangeRow.user_id,
        MemberRow.left_at.is_(None),
    )
    wanted = [ChangeRow.guild_id == guild_id, ChangeRow.shared_at >= since]
    if until is not None:
        wanted.append(ChangeRow.shared_at < until)
    rows = list(
        await session.scalars(
            select(ChangeRow)
            .join(MemberRow, is_here)
            .where(*wanted)
            .order_by(ChangeRow.shared_at.desc(), ChangeRow.user_id, ChangeRow.milestone_id)
            .limit(limit)
        )
    )
    titles = await _titles(session, guild_id, plan, {row.user_id for row in rows})
    wins = []
    for row in rows:
        known = titles.get((0, row.milestone_id)) or titles.get((row.user_id, row.milestone_id))
        if known is not None and row.shared_at is not None:
            wins.append(Released(row.user_id, row.milestone_id, *known, row.link, row.shared_at))
    return tuple(wins)


async def round_up(session: AsyncSession, delivery: Delivery) -> RoundUp:
    """What a round-up's delivery carries: the wins since the last one that was sent.

    That is a week; more when some could not be sent, up to four weeks, as in the first one.

    Raises:
        NotSetUp: the server has no group.
    """
    group = await groups.get_group(session, delivery.guild_id)
    until = delivery.due_at
    before = await last_sent(session, delivery.guild_id, kind=ROUND_UP_KIND, before=until)
    since = max(before or until - _FURTHEST, until - _FURTHEST)
    wins = await released(session, delivery.guild_id, since=since, until=until, limit=None)
    return RoundUp(group.announcements_channel_id, wins)


async def schedule_round_up(session: AsyncSession, group: groups.Group, now: datetime) -> None:
    """Put the group's weekly round-up. Safe to run again."""
    rule = Weekly(frozenset({ROUND_UP_WEEKDAY}), ROUND_UP_AT, group.zone)
    await put(session, group.guild_id, kind=ROUND_UP_KIND, rule=rule, after=now)


async def schedule_missing(session: AsyncSession, now: datetime) -> None:
    """Put the round-up of groups that were set up before there was one."""
    has_one = exists().where(
        ScheduleRow.guild_id == GroupRow.guild_id, ScheduleRow.kind == ROUND_UP_KIND
    )
    for guild_id in list(await session.scalars(select(GroupRow.guild_id).where(~has_one))):
        await schedule_round_up(session, await groups.get_group(session, guild_id), now)


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
        found[user_id, Own(number, title).id] = (title, None)
    return found


async def _shared(
    session: AsyncSession, guild_id: int, user_id: int, subject: str
) -> ChangeRow | None:
    milestone_id, _, number = subject.partition(":")
    row = await session.get(ChangeRow, (guild_id, user_id, milestone_id, int(number)))
    return row if row is not None and row.shared_at is not None else None
