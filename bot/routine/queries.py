"""Reads of the routine: a day and its prompt, today, and on which days a member was active.

The number of statements never depends on how many days are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BindParameter, and_, bindparam, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Member, MemberCaller
from bot.milestones.queries import board_source
from bot.plans import queries as plans
from bot.plans.values import Plan
from bot.routine import rules
from bot.routine.models import EntryRow, WeekLogRow
from bot.routine.schedules import FOLLOW_UP, MESSAGES, PROMPT, SNOOZE
from bot.routine.values import (
    TOLD_IN_FULL,
    EntryOutcome,
    MessageKind,
    PlannedMessage,
    PromptDay,
    RoutineEntry,
    Today,
)
from bot.scheduling import Occurrence, deliveries_of, occurrence_after, upcoming
from bot.scheduling.models import DeliveryRow, DeliveryStatus, ScheduleRow
from bot.scheduling.schedules import rule_of

_INSTANT = timedelta(microseconds=1)
_SPARE = 3
PREVIEWED = 14
"""So many messages a preview lists."""
_KINDS = {
    PROMPT: MessageKind.PROMPT,
    SNOOZE: MessageKind.SNOOZE,
    FOLLOW_UP: MessageKind.FOLLOW_UP,
}

# Every prompt, press and look asks for these: built once, plain rows.
_ENTRIES, _SCHEDULES = EntryRow.__table__, ScheduleRow.__table__
_DELIVERIES = DeliveryRow.__table__
_GUILD: BindParameter[int] = bindparam("guild_id")
_USER: BindParameter[int] = bindparam("user_id")

# How many messages a member has had for earlier days, as far as it matters.
_SERIES = _SCHEDULES.alias("series")
_HAD_BEFORE = (
    select(func.count())
    .select_from(
        select(_DELIVERIES.c.id)
        .join_from(
            _DELIVERIES,
            _SERIES,
            and_(
                _SERIES.c.guild_id == _DELIVERIES.c.guild_id,
                _SERIES.c.id == _DELIVERIES.c.schedule_id,
            ),
        )
        .where(
            _SERIES.c.guild_id == _GUILD,
            _SERIES.c.user_id == _USER,
            _SERIES.c.kind == PROMPT,
            _DELIVERIES.c.status == DeliveryStatus.SENT,
            _DELIVERIES.c.period < bindparam("day"),
        )
        .limit(TOLD_IN_FULL)
        .subquery()
    )
    .scalar_subquery()
    .label("had_before")
)

# What they planned for this week when they looked back on the last one.
_PLANNED = (
    select(WeekLogRow.ahead)
    .where(
        WeekLogRow.guild_id == _GUILD,
        WeekLogRow.user_id == _USER,
        WeekLogRow.week == bindparam("week_before"),
    )
    .scalar_subquery()
    .label("planned")
)

# The entry of a day beside the schedules of its snooze and of the series: one row at least, even
# where there is none of them.
_ANCHOR = select(literal(1).label("one")).subquery()
_DAY_STATE = (
    select(
        _ENTRIES.c.outcome,
        _ENTRIES.c.note,
        _ENTRIES.c.answered_at,
        _ENTRIES.c.minutes,
        _HAD_BEFORE,
        _PLANNED,
        *_SCHEDULES.c,
    )
    .select_from(_ANCHOR)
    .outerjoin(
        _ENTRIES,
        and_(
            _ENTRIES.c.guild_id == _GUILD,
            _ENTRIES.c.user_id == _USER,
            _ENTRIES.c.day == bindparam("day"),
        ),
    )
    .outerjoin(
        _SCHEDULES,
        and_(
            _SCHEDULES.c.guild_id == _GUILD,
            _SCHEDULES.c.user_id == _USER,
            _SCHEDULES.c.next_due_at.is_not(None),
            or_(
                _SCHEDULES.c.kind == PROMPT,
                and_(_SCHEDULES.c.kind == SNOOZE, _SCHEDULES.c.subject == bindparam("subject")),
            ),
        ),
    )
)

_UNDELIVERED = (
    select(_DELIVERIES.c.period)
    .join_from(
        _DELIVERIES,
        _SCHEDULES,
        and_(
            _SCHEDULES.c.guild_id == _DELIVERIES.c.guild_id,
            _SCHEDULES.c.id == _DELIVERIES.c.schedule_id,
        ),
    )
    .outerjoin(
        _ENTRIES,
        and_(
            _ENTRIES.c.guild_id == _SCHEDULES.c.guild_id,
            _ENTRIES.c.user_id == _SCHEDULES.c.user_id,
            _ENTRIES.c.day == _DELIVERIES.c.period,
            _ENTRIES.c.outcome != EntryOutcome.NOTED,
        ),
    )
    .where(
        _SCHEDULES.c.guild_id == _GUILD,
        _SCHEDULES.c.user_id == _USER,
        _SCHEDULES.c.kind == PROMPT,
        _DELIVERIES.c.status.in_((DeliveryStatus.UNDELIVERABLE, DeliveryStatus.MISSED)),
        _DELIVERIES.c.period > bindparam("after"),
        _DELIVERIES.c.period < bindparam("before"),
        _ENTRIES.c.day.is_(None),
    )
    .order_by(_DELIVERIES.c.period)
)


@dataclass(frozen=True, slots=True)
class DayState:
    """What is stored of a day and before it, and when the next prompt of the series comes."""

    entry: RoutineEntry | None
    snoozed_until: datetime | None
    next_prompt: Occurrence | None
    had_before: int = 0
    planned: str | None = None


async def day_state(session: AsyncSession, member: Member, day: date) -> DayState:
    """The entry of a local date, its snooze, and the next prompt: one statement."""
    found = await session.execute(
        _DAY_STATE,
        {
            "guild_id": member.guild_id,
            "user_id": member.user_id,
            "day": day,
            "subject": day.isoformat(),
            "week_before": rules.week_recalled(day, member.weekdays),
        },
    )
    rows = found.all()
    first = rows[0]
    coming = {
        row.kind: occurrence_after(rule_of(row), row.next_due_at - _INSTANT)
        for row in rows
        if row.kind is not None
    }
    snooze = coming.get(SNOOZE)
    return DayState(
        entry=(
            None
            if first.outcome is None
            else RoutineEntry(first.outcome, first.note, first.answered_at, first.minutes)
        ),
        snoozed_until=snooze.at if snooze else None,
        next_prompt=coming.get(PROMPT),
        had_before=first.had_before,
        planned=first.planned,
    )


async def prompt_day(
    session: AsyncSession, member: Member, day: date, state: DayState | None = None
) -> PromptDay:
    """The prompt of a local date and what the member said about it; ``state`` if it is at hand."""
    state = state or await day_state(session, member, day)
    plan = await plans.current(session, member.guild_id)
    return _prompt_day(plan, member, day, state)


async def see_day(session: AsyncSession, caller: MemberCaller, day: date) -> PromptDay:
    """The prompt of a local date and what the caller said about it."""
    return await prompt_day(session, caller.member, day)


async def today(session: AsyncSession, caller: MemberCaller) -> Today:
    """Today's prompt, when the next one comes, and what did not arrive in the last week."""
    member, this = caller.member, caller.today
    state = await day_state(session, member, this)
    not_arrived = await undelivered_prompts(
        session, member, after=this - rules.ANSWERABLE, before=this
    )
    plan = await plans.current(session, member.guild_id)
    unanswered = DayState(None, None, None)
    days = [_prompt_day(plan, member, day, unanswered) for day in not_arrived]
    coming = state.next_prompt
    return Today(
        day=_prompt_day(plan, member, this, state),
        next_at=member.after_quiet(coming.at) if coming else None,
        can_snooze=(
            coming is not None
            and coming.period > this
            and member.messages_on(this)
            and (state.entry is None or not state.entry.is_answer)
            and not member.dms_refused
        ),
        undelivered=tuple(day for day in days if day.prompt is not None),
    )


async def messages_ahead(
    session: AsyncSession, member: Member, *, limit: int, kinds: Sequence[str] = MESSAGES
) -> list[PlannedMessage]:
    """The next messages as they will be sent: with clock changes, quiet hours and rest (U10).

    A follow-up is among them once its prompt has come; an answer calls it off.
    """
    plan = await plans.current(session, member.guild_id)
    # Quiet hours may swallow one, where a clock change carries it into them.
    ahead = await upcoming(
        session, member.guild_id, kinds=kinds, user_id=member.user_id, limit=limit + _SPARE
    )
    found = []
    for each in ahead:
        day = date.fromisoformat(each.subject) if each.subject else each.period
        comes_on = max(day, member.today(each.at)) if each.kind == SNOOZE else day
        at = rules.comes_at(member, comes_on, each.at)
        if at is not None and at - each.at <= rules.LATENESS:
            prompt = plan.day(day.weekday())
            title = None if prompt is None else prompt.title
            found.append(PlannedMessage(at, day, _KINDS[each.kind], title, moved=at > each.at))
    return sorted(found, key=lambda each: each.at)[:limit]


async def preview(session: AsyncSession, caller: MemberCaller) -> list[PlannedMessage]:
    """The caller's next messages (`PREVIEWED`)."""
    return await messages_ahead(session, caller.member, limit=PREVIEWED)


async def next_prompt(session: AsyncSession, member: Member) -> datetime | None:
    """When the next prompt of the series comes, which a snooze is no part of; None: none does."""
    ahead = await messages_ahead(session, member, limit=1, kinds=[PROMPT])
    return ahead[0].at if ahead else None


async def day_of_message(
    session: AsyncSession, caller: MemberCaller, delivery_id: int
) -> date | None:
    """The date that a message to the caller was for; None: there was none, or not to them."""
    found = await session.execute(
        deliveries_of(
            caller.guild_id, DeliveryRow.period, ScheduleRow.subject, user_id=caller.user_id
        ).where(DeliveryRow.id == delivery_id, ScheduleRow.kind.in_(MESSAGES))
    )
    row = found.one_or_none()
    if row is None:
        return None
    return date.fromisoformat(row.subject) if row.subject else row.period


async def undelivered_prompts(
    session: AsyncSession, member: Member, *, after: date, before: date
) -> list[date]:
    """The local dates strictly between whose prompt was refused or missed, oldest first.

    Those that the member answered all the same are not among them.
    """
    asked = {
        "guild_id": member.guild_id,
        "user_id": member.user_id,
        "after": after,
        "before": before,
    }
    return list(await session.scalars(_UNDELIVERED, asked))


async def active_days(session: AsyncSession, member: Member) -> frozenset[date]:
    """The local dates with a prompt done or a change of a milestone that was not undone (P10).

    Another path or plan takes none of them away.
    """
    found = await board_source(session, member)
    done = await session.scalars(
        select(EntryRow.day).where(
            EntryRow.guild_id == member.guild_id,
            EntryRow.user_id == member.user_id,
            EntryRow.outcome == EntryOutcome.DONE,
        )
    )
    return frozenset(done) | {
        change.day or member.today(change.at)
        for changes in found.stored.history.values()
        for change in changes
    }


def _prompt_day(plan: Plan, member: Member, day: date, state: DayState) -> PromptDay:
    prompt = plan.day(day.weekday())
    wanted = prompt.resources if prompt else ()
    return PromptDay(
        member=member,
        date=day,
        prompt=prompt,
        resources=tuple(resource for resource in plan.resources if resource.id in wanted),
        entry=state.entry,
        snoozed_until=state.snoozed_until,
        tip=rules.tip_of(plan.tips, day),
        had_before=state.had_before,
        planned=state.planned,
    )
