"""Reads of a member's own ratings; the number of statements is fixed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.competency import rules
from bot.competency.evidence import evidence_of
from bot.competency.models import SelfLevelRow, SelfRatingRow
from bot.competency.values import KIND, Focus, Level, Look, Rating, Sheet
from bot.errors import NotFound, UserError
from bot.groups.queries import get_group
from bot.groups.values import Member, MemberCaller
from bot.milestones.queries import my_board
from bot.milestones.rules.counting import plan_count
from bot.milestones.rules.occurrences import period_of
from bot.milestones.values import Board, PlanCount
from bot.plans import queries as plans
from bot.plans.values import Plan
from bot.reminders.models import ReminderRow
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from bot.retros.rules import opens_on

_STAGE = "offered"


async def sheet(session: AsyncSession, caller: MemberCaller) -> Sheet:
    """What the caller rates in this quarter, and what there is of it.

    Raises:
        UserError: the group's plan has no axes.
    """
    plan = await plan_with_axes(session, caller)
    ratings = await ratings_of(session, caller.member)
    rating = running(ratings, caller.today)
    before = last_finished(ratings, rating)
    board = await my_board(session, caller)
    done = rules.count_by_axis(
        await evidence_of(session, caller.member, board, since=finished_on(before))
    )
    is_finished = rating is not None and rating.finished_on is not None
    return Sheet(
        quarter=rules.say_quarter(rules.quarter_of(caller.today)),
        parts=tuple(
            tuple(rules.axis_to_rate(axis, rating, before, done) for axis in part)
            for part in rules.parts(plan.axes)
        ),
        questions=rules.questions_of(plan),
        rating=rating,
        before=finished_on(before),
        is_fixed=is_finished and rating is not None and not rules.fits(rating, plan.axes),
        plan_count=None if rating is None else _plan_count(board, rating),
    )


async def look(session: AsyncSession, caller: MemberCaller, number: int | None = None) -> Look:
    """A finished rating of the caller beside the one before; without ``number`` the newest.

    Raises:
        NotFound: there is none, or none with this number.
    """
    finished = [each for each in await ratings_of(session, caller.member) if each.finished_on]
    places = {each.number: place for place, each in enumerate(finished, 1)}
    if not finished:
        raise NotFound(
            "You have not rated yourself yet. `/competency rate` begins: short forms, and half "
            "of one is kept until you go on."
        )
    place = len(finished) if number is None else places.get(number)
    if place is None:
        raise NotFound("I do not find that rating of yours. `/competency show` has your latest.")
    rating, before = finished[place - 1], finished[place - 2] if place > 1 else None
    board = await my_board(session, caller)
    done = await evidence_of(
        session, caller.member, board, since=finished_on(before), until=rating.finished_on
    )
    return Look(
        rating=rating,
        before=before,
        changes=rules.changes(rating, before),
        place=place,
        count=len(finished),
        neighbours=(
            None if before is None else before.number,
            finished[place].number if place < len(finished) else None,
        ),
        evidence=rules.count_by_axis(done),
        plan_count=_plan_count(board, rating),
        questions=rules.questions_of(await plans.current(session, caller.guild_id)),
    )


async def focus(session: AsyncSession, caller: MemberCaller) -> tuple[Focus, ...]:
    """The axes on which the caller's latest rating stands lowest, each with open milestones.

    Raises:
        NotFound: they have not rated themselves yet.
    """
    found = await look(session, caller)
    return rules.focus_on(found.rating.levels, await my_board(session, caller))


async def offered(session: AsyncSession, member: Member, now: datetime) -> bool:
    """Whether a rating was offered lately and is not finished; not on the day of a retro.

    One that a message could only name later is offered from then on.
    """
    since = await _offered_since(session, member, now)
    return since is not None and await _is_new(session, member, since, now)


async def is_rating_day(session: AsyncSession, member: Member, now: datetime) -> bool:
    """Whether a rating is offered, or was finished, on the member's date today.

    Also one that waits for the message of today to name it, however late.
    """
    today = member.today(now)
    if await last_finish(session, member) == today:
        return True
    since = await _offered_since(session, member, now)
    if since is None:
        return False
    if await _is_new(session, member, since, now):
        return True
    if member.prompts_stopped or member.dms_refused or not member.messages_on(today):
        return False
    return await to_name(session, member, await named(session, member), now=now) is not None


async def to_name(
    session: AsyncSession, member: Member, sent: Collection[ReminderKey], *, now: datetime
) -> ReminderKey | None:
    """What a message that goes out now is to offer, once a quarter; ``sent`` was named before."""
    since = await _offered_since(session, member, now)
    quarter = period_of("quarter", member.today(now))
    key = ReminderKey(KIND, quarter.first.isoformat(), quarter.last, _STAGE)
    return None if since is None or key in sent else key


async def last_finish(session: AsyncSession, member: Member) -> date | None:
    """On which date the member last finished a rating."""
    last: date | None = await session.scalar(
        select(func.max(SelfRatingRow.finished_on)).where(
            SelfRatingRow.guild_id == member.guild_id, SelfRatingRow.user_id == member.user_id
        )
    )
    return last


async def ratings_of(session: AsyncSession, member: Member) -> list[Rating]:
    """All ratings of a member, the oldest first."""
    key = {"guild_id": member.guild_id, "user_id": member.user_id}
    rows = await session.scalars(
        select(SelfRatingRow)
        .filter_by(**key)
        .order_by(SelfRatingRow.number)
        .execution_options(populate_existing=True)
    )
    levels: dict[int, list[Level]] = {}
    for number, axis, title, scale, level in await session.execute(
        select(
            SelfLevelRow.number,
            SelfLevelRow.axis,
            SelfLevelRow.title,
            SelfLevelRow.scale,
            SelfLevelRow.level,
        )
        .filter_by(**key)
        .order_by(SelfLevelRow.number, SelfLevelRow.place, SelfLevelRow.axis)
    ):
        levels.setdefault(number, []).append(Level(axis, title, tuple(scale), level))
    return [_rating(row, levels.get(row.number, ())) for row in rows]


def running(ratings: Sequence[Rating], today: date) -> Rating | None:
    """The one that is open, or was finished in this quarter; None where that is to begin.

    One that stays open goes on over a quarter's end, and is of the one in which it is finished.
    """
    newest = ratings[-1] if ratings else None
    if newest is None or newest.quarter is None:
        return newest
    return newest if newest.quarter >= rules.quarter_of(today) else None


def last_finished(ratings: Sequence[Rating], but: Rating | None) -> Rating | None:
    """The newest finished one, other than ``but``."""
    finished = (each for each in reversed(ratings) if each.finished_on and each != but)
    return next(finished, None)


def finished_on(rating: Rating | None) -> date | None:
    """Its date, if there is one."""
    return None if rating is None else rating.finished_on


async def plan_with_axes(session: AsyncSession, caller: MemberCaller) -> Plan:
    """The group's plan, which has axes.

    Raises:
        UserError: it has none.
    """
    plan = await plans.current(session, caller.guild_id)
    if not plan.axes:
        raise UserError(
            "Your group's plan has no competency axes, so there is nothing to rate yourself on. "
            "An organiser can add some to the plan's file: `/plan export` gives it."
        )
    return plan


async def _is_new(session: AsyncSession, member: Member, since: date, now: datetime) -> bool:
    """Whether a rating that is offered ``since`` then, or was named after that, is so lately."""
    today = member.today(now)
    named_on: date | None = await session.scalar(
        select(func.max(ReminderRow.named_on)).where(
            ReminderRow.guild_id == member.guild_id,
            ReminderRow.user_id == member.user_id,
            ReminderRow.kind == KIND,
            ReminderRow.named_on <= today,
        )
    )
    return today - max(since, named_on or since) < rules.OFFERED_FOR


async def _offered_since(session: AsyncSession, member: Member, now: datetime) -> date | None:
    """Since when a rating is offered; None on the day of a retro, and where there are no axes."""
    today = member.today(now)
    last, group = await last_finish(session, member), await get_group(session, member.guild_id)
    since = rules.offered_since(member, last, today)
    if since is None or not (await plans.current(session, member.guild_id)).axes:
        return None
    return None if opens_on(group, member, today) else since


def _plan_count(board: Board, rating: Rating) -> PlanCount | None:
    return plan_count(board, "self-ratings", rating.finished_on, rating.counted_as)


def _rating(row: SelfRatingRow, levels: Sequence[Level]) -> Rating:
    counted = None
    if row.counted_as is not None and row.counted_number is not None:
        counted = (row.counted_as, row.counted_number)
    return Rating(
        row.number,
        tuple(levels),
        quarter=row.quarter,
        finished_on=row.finished_on,
        grown=row.grown,
        focus=row.focus,
        counted_as=counted,
        finished_at=row.finished_at,
    )
