"""Reads of mini-retros, each of one member's own; the number of statements is fixed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.queries import get_group
from bot.groups.values import Member, MemberCaller
from bot.milestones.queries import my_board
from bot.milestones.rules.counting import counted_at, plan_count
from bot.milestones.values import Board, PlanCount
from bot.mini_retros import rules
from bot.mini_retros.models import MiniRetroRow
from bot.mini_retros.rules import LookBacks
from bot.mini_retros.values import KIND, MiniRetro, Span
from bot.reminders.rules import lead_to_name
from bot.reminders.values import ReminderKey
from bot.routine.log_queries import week_logs

_ON_THE_DAY = (0,)


@dataclass(frozen=True, slots=True)
class Standing:
    """The mini-retro that a member may write now, and whether they did."""

    span: Span
    is_written: bool


async def see(session: AsyncSession, caller: MemberCaller, month: date) -> MiniRetro:
    """The caller's mini-retro of the month that holds this date.

    Raises:
        UserError: it has not begun, or is of a time before any.
    """
    month, today = rules.month_of(month), caller.today
    rules.check_month(month, today=today)
    look_backs = await look_backs_of(session, caller.member)
    span, latest = look_backs.span(month), look_backs.holding(today)
    if month > latest.month:
        raise rules.not_begun(month)
    row = await row_of(session, caller, month)
    first, last = rules.weeks_in(span)
    return MiniRetro(
        span,
        worked=row.worked if row else None,
        adjust=row.adjust if row else None,
        written_on=row.written_on if row else None,
        weeks=tuple(await week_logs(session, caller.member, first, last)),
        is_latest=month == latest.month,
        can_write=month >= rules.month_before(latest.month),
        count=_count(await my_board(session, caller), row),
    )


async def row_of(session: AsyncSession, caller: MemberCaller, month: date) -> MiniRetroRow | None:
    """What the caller wrote of a month, as a row to be changed."""
    found: MiniRetroRow | None = await session.scalar(
        select(MiniRetroRow)
        .where(
            MiniRetroRow.guild_id == caller.guild_id,
            MiniRetroRow.user_id == caller.user_id,
            MiniRetroRow.month == month,
        )
        .execution_options(populate_existing=True)
    )
    return found


async def standing(session: AsyncSession, member: Member, now: datetime) -> Standing:
    """The mini-retro to write: for a week the one that was offered last, then the running one."""
    today, look_backs = member.today(now), await look_backs_of(session, member)
    offered, running = look_backs.offered(today), look_backs.holding(today)
    both = [span for span in (offered, running) if span is not None]
    written = await written_of(session, member, [span.month for span in both])
    span = next((each for each in both if each.month not in written), running)
    return Standing(span, span.month in written)


async def offered(session: AsyncSession, member: Member, now: datetime) -> Span | None:
    """The mini-retro that was offered lately and is not written yet."""
    span = (await look_backs_of(session, member)).offered(member.today(now))
    if span is None or await written_of(session, member, [span.month]):
        return None
    return span


async def is_its_day(session: AsyncSession, member: Member, now: datetime) -> bool:
    """Whether today is the day that one is offered on."""
    today = member.today(now)
    return (await look_backs_of(session, member)).holding(today).until == today


async def to_name(
    session: AsyncSession,
    member: Member,
    sent: Collection[ReminderKey],
    *,
    next_day: date | None,
    now: datetime,
) -> ReminderKey | None:
    """What a message that goes out now is to offer; ``next_day`` is the day of the next one.

    On the day itself, or in the last message before it. ``sent`` is what was named before.
    """
    today, look_backs = member.today(now), await look_backs_of(session, member)
    span = look_backs.holding(today)
    key = ReminderKey(KIND, span.month.isoformat(), span.until, str(*_ON_THE_DAY))
    stages = {each.stage for each in sent if (each.kind, each.thing_id) == (KIND, key.thing_id)}
    lead = lead_to_name(span.until, _ON_THE_DAY, stages, today=today, next_day=next_day)
    if lead is None or await written_of(session, member, (span.month,)):
        return None
    return key


async def look_backs_of(session: AsyncSession, member: Member) -> LookBacks:
    """When a member looks back."""
    return LookBacks(await get_group(session, member.guild_id), member)


async def written_of(
    session: AsyncSession, member: Member, months: Collection[date]
) -> frozenset[date]:
    """Which of these months' mini-retros the member wrote."""
    found = await session.scalars(
        select(MiniRetroRow.month).where(
            MiniRetroRow.guild_id == member.guild_id,
            MiniRetroRow.user_id == member.user_id,
            MiniRetroRow.month.in_(months),
        )
    )
    return frozenset(found)


def _count(board: Board, row: MiniRetroRow | None) -> PlanCount | None:
    if row is None:
        return plan_count(board, "mini-retros", None, None)
    counted = counted_at(row.counted_as, row.counted_number)
    return plan_count(board, "mini-retros", row.written_on, counted)
