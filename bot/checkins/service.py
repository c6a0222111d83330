"""Acts on one's own check-ins: answer, remove, skip, stop, and how often they come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.checkins import queries, rules
from bot.checkins.models import CheckInPlanRow, CheckInRow
from bot.checkins.queries import Seen, Standing
from bot.checkins.values import USUAL_DAYS
from bot.db import insert
from bot.errors import UserError
from bot.groups.values import MemberCaller


async def answer(
    session: AsyncSession, caller: MemberCaller, version: int, given: Sequence[str], note: str
) -> Seen:
    """Keep the caller's check-in of today, or change it: a day has one.

    ``given`` are the answers to the questions of that ``version``, as a form has them.

    Raises:
        UserError: an answer is missing or none of the five, or the note is too long; it carries
            the note.
    """
    try:
        levels = rules.levels(version, given)
        kept = rules.note(note)
    except UserError as error:
        error.typed = note
        raise
    key = {"guild_id": caller.guild_id, "user_id": caller.user_id, "taken_on": caller.today}
    said = {"version": version, "levels": rules.written(levels), "note": kept}
    await session.execute(
        insert(session, CheckInRow)
        .values(**key, **said)
        .on_conflict_do_update(index_elements=list(key), set_=said)
    )
    return await queries.see(session, caller, caller.today)


async def remove(session: AsyncSession, caller: MemberCaller, day: date) -> None:
    """Remove the caller's check-in of a date.

    Raises:
        NotFound: there is none of theirs.
    """
    gone = await session.execute(
        delete(CheckInRow)
        .where(
            CheckInRow.guild_id == caller.guild_id,
            CheckInRow.user_id == caller.user_id,
            CheckInRow.taken_on == day,
        )
        .returning(CheckInRow.taken_on)
        .execution_options(synchronize_session=False)
    )
    if gone.one_or_none() is None:
        raise queries.no_checkin()


async def skip(session: AsyncSession, caller: MemberCaller) -> Standing:
    """Leave this one out: the next comes a cadence from today."""
    return await _set(session, caller, skipped_on=caller.today)


async def set_cadence(session: AsyncSession, caller: MemberCaller, days: int) -> Standing:
    """Let a check-in come every so many days, also for who had stopped them.

    Raises:
        UserError: fewer than four weeks, or more than six.
    """
    return await _set(session, caller, cadence_days=rules.check_cadence(days), is_stopped=False)


async def stop(session: AsyncSession, caller: MemberCaller) -> Standing:
    """Offer none any more; what was answered stays."""
    return await _set(session, caller, is_stopped=True)


async def start(session: AsyncSession, caller: MemberCaller) -> Standing:
    """Offer them again, as often as before."""
    return await _set(session, caller, is_stopped=False)


async def _set(session: AsyncSession, caller: MemberCaller, **changed: Any) -> Standing:
    key = {"guild_id": caller.guild_id, "user_id": caller.user_id}
    usual = {"cadence_days": USUAL_DAYS, "is_stopped": False, "skipped_on": None}
    await session.execute(
        insert(session, CheckInPlanRow)
        .values(**key, **{**usual, **changed})
        .on_conflict_do_update(index_elements=list(key), set_=changed)
    )
    return await queries.standing(session, caller.member, caller.now)
