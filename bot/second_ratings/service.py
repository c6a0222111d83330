"""Acts around a second rating: ask for one, take that back; answer, and give it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.competency import rules
from bot.db import insert
from bot.errors import NotFound, UserError
from bot.groups.queries import is_member
from bot.groups.values import MemberCaller
from bot.second_ratings import queries
from bot.second_ratings.models import SecondLevelRow, SecondRatingRow
from bot.second_ratings.values import Comparison, Request


async def ask(session: AsyncSession, caller: MemberCaller, mentor_id: int) -> Comparison:
    """Ask somebody in the group to rate the caller too, for their latest rating.

    Whoever declined, or has left before they rated, makes room for somebody else.

    Raises:
        NotFound: there is nobody like that in the group.
        UserError: it is the caller, there is no finished rating, or somebody is asked already.
    """
    found = await queries.comparison(session, caller)
    if found.rating is None:
        raise UserError(
            "Finish a rating of yourself first; the second one is about it. `/competency rate` "
            "leads there."
        )
    if mentor_id == caller.user_id:
        raise UserError("A second rating is somebody else's view. Pick another member.")
    if not await is_member(session, caller.guild_id, mentor_id):
        raise NotFound(
            "They are not in this study group. Pick somebody who joined it with `/join`."
        )
    if found.second is not None and not found.second.is_free:
        raise UserError(
            f"You asked <@{found.second.mentor_id}> for this rating. Withdraw that first; what "
            "they gave is deleted then."
        )
    await _delete(session, caller, found.rating.number)
    row = SecondRatingRow(
        guild_id=caller.guild_id,
        user_id=caller.user_id,
        number=found.rating.number,
        mentor_id=mentor_id,
        asked_on=caller.today,
    )
    session.add(row)
    await session.flush()
    return await queries.comparison(session, caller)


async def withdraw(session: AsyncSession, caller: MemberCaller, number: int) -> Comparison:
    """Take the consent for one of the caller's ratings back, with all that was given on it."""
    await _delete(session, caller, number)
    return await queries.comparison(session, caller)


async def accept(session: AsyncSession, caller: MemberCaller, second_id: int) -> Request:
    """Say yes to who asks the caller.

    Raises:
        NotFound: nobody does (any more).
    """
    row = await _asked(session, caller, second_id)
    row.accepted = True
    await session.flush()
    return await queries.request(session, caller, second_id)


async def decline(session: AsyncSession, caller: MemberCaller, second_id: int) -> Comparison:
    """Say no, also after a yes; what the caller gave is deleted. Raises as `accept` does."""
    row = await _asked(session, caller, second_id)
    await session.execute(
        delete(SecondLevelRow).where(
            SecondLevelRow.guild_id == caller.guild_id, SecondLevelRow.second_id == second_id
        )
    )
    row.accepted, row.finished_on = False, None
    await session.flush()
    return await queries.comparison(session, caller)


async def rate(
    session: AsyncSession,
    caller: MemberCaller,
    second_id: int,
    part: int,
    said: Callable[[str], str],
) -> Request:
    """Keep the levels that a form gave for its part of the axes, as they were rated.

    With the last one the second rating is given, and stays so.

    Raises:
        NotFound: nobody asks for it (any more).
        UserError: it was not accepted or is given, nothing was chosen, or a level is none of the
            scale's.
    """
    row = await _asked(session, caller, second_id)
    found = await queries.open_request(session, caller, second_id, part)
    levels = {
        axis.id: level
        for axis in rules.parts(found.axes)[part]
        if (level := rules.level_from(said(rules.field_of(axis)), len(axis.levels))) is not None
    }
    if not levels:
        raise UserError("No level was chosen. Open the form again; some of them are enough.")
    for axis, level in levels.items():
        key = {"guild_id": caller.guild_id, "second_id": second_id, "axis": axis}
        await session.execute(
            insert(session, SecondLevelRow)
            .values(**key, level=level)
            .on_conflict_do_update(index_elements=list(key), set_={"level": level})
        )
    if {axis.id for axis in found.axes} <= {*found.second.levels, *levels}:
        row.finished_on = caller.today
        await session.flush()
    return await queries.request(session, caller, second_id)


async def _asked(session: AsyncSession, caller: MemberCaller, second_id: int) -> SecondRatingRow:
    """What the caller is asked for, locked: a member who withdraws meanwhile waits."""
    await queries.request(session, caller, second_id)
    row = await session.scalar(
        select(SecondRatingRow)
        .where(
            SecondRatingRow.guild_id == caller.guild_id,
            SecondRatingRow.id == second_id,
            SecondRatingRow.mentor_id == caller.user_id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None or row.accepted is False:
        raise queries.no_request()
    return row


async def _delete(session: AsyncSession, caller: MemberCaller, number: int) -> None:
    await session.execute(
        delete(SecondRatingRow)
        .where(
            SecondRatingRow.guild_id == caller.guild_id,
            SecondRatingRow.user_id == caller.user_id,
            SecondRatingRow.number == number,
        )
        .execution_options(synchronize_session=False)
    )
