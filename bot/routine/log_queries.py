"""Reads of the log: a day among the last ones, how the member stands, and their weeks.

The number of statements never depends on how much was entered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Member, MemberCaller
from bot.inputs.dates import past_date
from bot.plans import queries as plans
from bot.routine import log_rules, rules
from bot.routine.models import EntryRow, WeekLogRow
from bot.routine.planned_days import planned_days
from bot.routine.queries import prompt_day
from bot.routine.streak_rules import day_kind, streak_of
from bot.routine.streak_values import DayKind, Streak
from bot.routine.values import EntryOutcome, PromptDay, RoutineEntry
from bot.routine.week_values import WeekLog, week_of

_WEEK = (
    WeekLogRow.week,
    WeekLogRow.better,
    WeekLogRow.to_change,
    WeekLogRow.ahead,
    WeekLogRow.line,
    WeekLogRow.released_at,
)


@dataclass(frozen=True, slots=True)
class LoggedDay:
    """A day in the list: its prompt's title (None: the plan leaves it free), and what was said."""

    date: date
    title: str | None
    entry: RoutineEntry | None
    kind: DayKind


@dataclass(frozen=True, slots=True)
class DayLog:
    """A day of the log, what the member wrote of its week, and the days around today.

    ``can_change`` says whether the day, ``can_look_back`` whether its week may still be written.
    """

    day: PromptDay
    week: WeekLog | None
    can_change: bool
    can_look_back: bool
    others: tuple[LoggedDay, ...]


async def log_as_typed(session: AsyncSession, caller: MemberCaller, text: str) -> DayLog:
    """The log of a day as somebody types it; an empty text is today.

    Raises:
        UserError: it is no date, or one that lies ahead.
    """
    today = caller.today
    day = past_date(text, today=today, zone=caller.zone) if text.strip() else today
    return await day_log(session, caller, day, typed=text)


async def day_log(
    session: AsyncSession, caller: MemberCaller, day: date, *, typed: str | None = None
) -> DayLog:
    """The log of a date of the caller's.

    Raises:
        UserError: it lies ahead.
    """
    today = caller.today
    log_rules.check_shown(day, today=today, typed=typed)
    shown = await prompt_day(session, caller.member, day)
    days = log_rules.days_back(day, today=today)
    entries = await _entries_since(session, caller.member, days[-1])
    planned = await planned_days(session, caller.member, caller.now)
    plan = await plans.current(session, caller.guild_id)
    titles = {number: each.title for number in range(7) if (each := plan.day(number))}
    return DayLog(
        day=shown,
        week=await week_log_of(session, caller.member, week_of(day)),
        can_change=today - day <= rules.ANSWERABLE,
        can_look_back=week_of(day) == week_of(today),
        others=tuple(
            LoggedDay(
                each,
                titles.get(each.weekday()),
                entry := entries.get(each),
                day_kind(each, entry.outcome if entry else None, planned, today),
            )
            for each in days
        ),
    )


async def streak(session: AsyncSession, caller: MemberCaller) -> Streak:
    """How the caller stands today (R11, U7)."""
    member = caller.member
    found = await session.execute(
        select(EntryRow.day, EntryRow.outcome).where(
            EntryRow.guild_id == member.guild_id, EntryRow.user_id == member.user_id
        )
    )
    entries = {row.day: row.outcome for row in found}
    planned = await planned_days(session, member, caller.now)
    return streak_of(entries, planned, today=caller.today)


async def days_done(
    session: AsyncSession, member: Member, *, since: date, until: date
) -> list[date]:
    """The dates that the member called done, from ``since`` until before ``until``, in order."""
    found = await session.scalars(
        select(EntryRow.day)
        .where(
            EntryRow.guild_id == member.guild_id,
            EntryRow.user_id == member.user_id,
            EntryRow.day >= since,
            EntryRow.day < until,
            EntryRow.outcome == EntryOutcome.DONE,
        )
        .order_by(EntryRow.day)
    )
    return list(found)


async def rest_days(session: AsyncSession, caller: MemberCaller, since: date) -> frozenset[date]:
    """The dates from ``since`` until today that were planned rest."""
    planned = await planned_days(session, caller.member, caller.now)
    days = (since + timedelta(days=at) for at in range((caller.today - since).days + 1))
    return frozenset(day for day in days if planned.is_rest(day))


async def see_week(session: AsyncSession, caller: MemberCaller, week: date) -> WeekLog:
    """What the caller wrote of a week, which may be nothing."""
    return await week_log_of(session, caller.member, week) or WeekLog(week)


async def week_log_of(session: AsyncSession, member: Member, week: date) -> WeekLog | None:
    """What a member wrote of the week with this Monday."""
    found = await session.execute(
        select(*_WEEK).where(
            WeekLogRow.guild_id == member.guild_id,
            WeekLogRow.user_id == member.user_id,
            WeekLogRow.week == week,
        )
    )
    row = found.one_or_none()
    return None if row is None else WeekLog(*row)


async def _entries_since(
    session: AsyncSession, member: Member, first: date
) -> dict[date, RoutineEntry]:
    found = await session.execute(
        select(
            EntryRow.day,
            EntryRow.outcome,
            EntryRow.note,
            EntryRow.answered_at,
            EntryRow.minutes,
        ).where(
            EntryRow.guild_id == member.guild_id,
            EntryRow.user_id == member.user_id,
            EntryRow.day >= first,
        )
    )
    return {
        row.day: RoutineEntry(row.outcome, row.note, row.answered_at, row.minutes) for row in found
    }
