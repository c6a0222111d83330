"""Use cases of a member's rest: pauses, rest that repeats, lighter weeks."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import weekday_bits
from bot.errors import NotFound, UserError
from bot.groups.rest_rules import check_lighter, check_pause, check_rests, rest_key, rest_of
from bot.groups.service import change_columns
from bot.groups.values import Member, MemberCaller
from bot.inputs.dates import parse_date, say_date
from bot.inputs.repeats import RepeatedDays
from bot.scheduling.skips import write_skips


async def pause(
    session: AsyncSession, caller: MemberCaller, *, until: date, first: date | None = None
) -> Member:
    """Rest from ``first`` (None: now) until before ``until``, the first date with prompts again.

    It takes the place of another pause, in force or planned.

    Raises:
        UserError: it ends before it begins, begins in the past, or is too long or too far away.
    """
    begins, ends = check_pause(until, today=caller.today, first=first)
    return await change_columns(session, caller, {"paused_from": begins, "paused_until": ends})


async def pause_as_typed(
    session: AsyncSession, caller: MemberCaller, until: str, first: str = ""
) -> Member:
    """As `pause`, with dates as somebody types them; an empty ``first`` is now.

    Raises:
        UserError: as `pause`, or one of the two is no date.
    """
    today, zone = caller.today, caller.zone
    begins = parse_date(first, today=today, zone=zone) if first.strip() else None
    ends = parse_date(until, today=begins or today, zone=zone)
    return await pause(session, caller, until=ends, first=begins)


async def resume(session: AsyncSession, caller: MemberCaller) -> Member:
    """End a stop, and the pause that is in force: prompts come again, as before.

    A pause that is still to come stays, and so does rest that repeats.
    """
    columns: dict[str, object] = {"prompts_stopped_at": None}
    if caller.member.in_pause(caller.today):
        columns |= {"paused_from": None, "paused_until": None}
    return await change_columns(session, caller, columns)


async def end_pause(session: AsyncSession, caller: MemberCaller) -> Member:
    """As `resume`, for whoever has something to resume.

    Raises:
        UserError: they are neither paused nor stopped, with what is so instead.
    """
    member, today = caller.member, caller.today
    pause = member.pause_on(today)
    if member.prompts_stopped or member.in_pause(today):
        return await resume(session, caller)
    if member.rests_on(today):
        raise UserError(
            "You rest today by a rule that repeats, not by a pause. *Rest* in `/me` shows your "
            "rules and removes them."
        )
    if pause is not None and pause.since is not None:
        raise UserError(
            f"Your pause begins on {say_date(pause.since)}, so there is nothing to resume yet. "
            "*Rest* in `/me` calls it off."
        )
    raise UserError(
        "You have no pause, so messages come as planned. `/routine preview` lists them."
    )


async def call_off_pause(session: AsyncSession, caller: MemberCaller) -> Member:
    """End the pause in force, or forget the one that is planned; prompts that are off stay off."""
    return await change_columns(session, caller, {"paused_from": None, "paused_until": None})


async def add_rest(session: AsyncSession, caller: MemberCaller, days: RepeatedDays) -> Member:
    """Rest on such days each time they come.

    Raises:
        UserError: they leave no day for messages, are too many, or it is not said which week is the
            first.
    """
    if days.lacks_first:
        raise UserError("Say which week is the first, as in `every eighth week from 7 December`.")
    if days.first is not None and days.first < caller.today and days.every == 1:
        raise UserError(f"{say_date(days.first)} is in the past. Pick a first day from today on.")
    member = caller.member
    rests = check_rests(
        (*member.rests, rest_of(days)), weekdays=member.weekdays, today=caller.today
    )
    return await change_columns(session, caller, {"rests": write_skips(rests)})


async def remove_rest(session: AsyncSession, caller: MemberCaller, key: str) -> Member:
    """Rest no more on the days of the rule with this key.

    Raises:
        NotFound: there is none.
    """
    rests = caller.member.rests
    kept = [rest for rest in rests if rest_key(rest) != key]
    if len(kept) == len(rests):
        raise NotFound("That rest is gone already. `/me` shows what there is.")
    return await change_columns(session, caller, {"rests": write_skips(kept)})


async def lighten(
    session: AsyncSession, caller: MemberCaller, weekdays: frozenset[int], weeks: int
) -> Member:
    """Have messages on fewer weekdays for some weeks; that ends by itself (U6).

    Raises:
        UserError: no weekday or all of their own, or too many weeks.
    """
    lighter = check_lighter(weekdays, weeks, own=caller.member.weekdays, today=caller.today)
    columns = {
        "lighter_weekdays": weekday_bits(lighter.weekdays),
        "lighter_until": lighter.until,
    }
    return await change_columns(session, caller, columns)


async def end_lighter(session: AsyncSession, caller: MemberCaller) -> Member:
    """Have messages on all of their weekdays again."""
    return await change_columns(session, caller, {"lighter_weekdays": None, "lighter_until": None})
