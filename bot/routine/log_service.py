"""Acts of the log: the minutes of a day, and a week looked back on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import UserError
from bot.groups.values import MemberCaller
from bot.routine import log_rules, rules
from bot.routine.digest import bring_up_to_date
from bot.routine.log_queries import see_week
from bot.routine.models import WeekLogRow
from bot.routine.queries import prompt_day
from bot.routine.service import answer, change_entry
from bot.routine.values import EntryOutcome, PromptDay
from bot.routine.week_values import WeekLog


async def write_minutes(
    session: AsyncSession, caller: MemberCaller, day: date, typed: str
) -> PromptDay:
    """Say how long a day's prompt took, as typed; empty removes it.

    A day without an answer is done then: it took its time.

    Raises:
        UserError: the date lies ahead or more than a week back, or these are no minutes of a day.
    """
    rules.check_answerable(day, today=caller.today, typed=typed)
    minutes = log_rules.parse_minutes(typed)
    before = await prompt_day(session, caller.member, day)
    if not before.is_answered:
        if minutes is None:
            return before
        before = await answer(session, caller, day, EntryOutcome.DONE)
    await change_entry(session, caller, day, minutes=minutes)
    assert before.entry is not None, "it was answered"
    return replace(before, entry=replace(before.entry, minutes=minutes))


async def write_week(
    session: AsyncSession,
    caller: MemberCaller,
    week: date,
    *,
    better: str,
    to_change: str,
    ahead: str,
    line: str,
    shown: bool,
) -> WeekLog:
    """Write the caller's log of this week, or change it; with nothing in it, it is removed.

    The line alone is released, if it is to be ``shown`` (R12); when that was said first counts.

    Raises:
        UserError: the week is not this one, a part is too long, or nothing is written.
    """
    written = log_rules.week_log(
        week, today=caller.today, better=better, to_change=to_change, ahead=ahead, line=line
    )
    before = await see_week(session, caller, week)
    whose = (
        WeekLogRow.guild_id == caller.guild_id,
        WeekLogRow.user_id == caller.user_id,
        WeekLogRow.week == week,
    )
    if written.is_empty:
        if before.is_empty:
            raise UserError(
                "There is nothing written yet. One sentence in any of the parts is enough."
            )
        await session.execute(
            delete(WeekLogRow).where(*whose).execution_options(synchronize_session=False)
        )
        await _show_anew(session, caller, before, written)
        return written
    released_at = before.released_at or caller.now if shown and written.line else None
    kept = replace(written, released_at=released_at)
    said = {
        "better": kept.better,
        "to_change": kept.to_change,
        "ahead": kept.ahead,
        "line": kept.line,
        "released_at": released_at,
        "written_at": caller.now,
    }
    await session.execute(
        insert(session, WeekLogRow)
        .values(guild_id=caller.guild_id, user_id=caller.user_id, week=week, **said)
        .on_conflict_do_update(index_elements=["guild_id", "user_id", "week"], set_=said)
    )
    await _show_anew(session, caller, before, kept)
    return kept


async def take_back_line(session: AsyncSession, caller: MemberCaller, week: date) -> WeekLog:
    """Show a week's line to nobody any more; at any time, and again without effect.

    A digest that has it is edited.

    Raises:
        UserError: the week lies ahead.
    """
    log_rules.check_shown(week, today=caller.today)
    before = await see_week(session, caller, week)
    await session.execute(
        update(WeekLogRow)
        .where(
            WeekLogRow.guild_id == caller.guild_id,
            WeekLogRow.user_id == caller.user_id,
            WeekLogRow.week == week,
        )
        .values(released_at=None)
        .execution_options(synchronize_session=False)
    )
    kept = replace(before, released_at=None)
    await _show_anew(session, caller, before, kept)
    return kept


async def _show_anew(
    session: AsyncSession, caller: MemberCaller, before: WeekLog, kept: WeekLog
) -> None:
    """Bring the digest up to date that has the week's line, if that reads otherwise now."""
    if before.released_at is None:
        return
    if kept.released_at is None or kept.line != before.line:
        await bring_up_to_date(session, caller.member, before.released_at, caller.now)
