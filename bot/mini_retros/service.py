"""Acts on one's own mini-retro: write it, change it, count it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import UserError
from bot.groups.values import MemberCaller
from bot.milestones import service as milestones
from bot.mini_retros import queries, rules
from bot.mini_retros.models import MiniRetroRow
from bot.mini_retros.values import MiniRetro


async def write(
    session: AsyncSession, caller: MemberCaller, month: date, *, worked: str, adjust: str
) -> MiniRetro:
    """Write the caller's mini-retro of a month, or change it; with nothing in it, it is removed.

    Raises:
        UserError: it is of a month that has not begun or is closed, a part is too long, or nothing
            is written; it carries what was typed.
    """
    kept_worked, kept_adjust = rules.parts(worked, adjust)
    try:
        before = await queries.see(session, caller, month)
        _check_change(before, is_empty=not (kept_worked or kept_adjust))
    except UserError as error:
        error.typed = rules.typed(worked, adjust)
        raise
    key = {"guild_id": caller.guild_id, "user_id": caller.user_id, "month": before.span.month}
    said = {"worked": kept_worked, "adjust": kept_adjust}
    if kept_worked or kept_adjust:
        await session.execute(
            insert(session, MiniRetroRow)
            .values(**key, **said, written_on=caller.today)
            .on_conflict_do_update(index_elements=list(key), set_=said)
        )
    else:
        await session.execute(delete(MiniRetroRow).filter_by(**key))
    return await queries.see(session, caller, month)


async def count(session: AsyncSession, caller: MemberCaller, month: date, number: int) -> MiniRetro:
    """Count what the caller wrote towards the milestone that the plan names for it (P11).

    ``number`` is the milestone's last change that was seen: when another came since, or the
    mini-retro is counted, nothing happens.

    Raises:
        UserError: it is not written or was in another period, that has all it needs, or the plan
            asks for none.
    """
    before = await queries.see(session, caller, month)
    row = await queries.row_of(session, caller, before.span.month)
    if before.count is not None and before.count.is_counted:
        return before
    if row is None or before.count is None or not before.count.takes_it:
        raise UserError(
            "That mini-retro was not written in the period that counts now, or the plan asks for "
            "no more."
        )
    note = f"Mini-retro of {before.span.month:%B %Y}"
    outcome = await milestones.finish(
        session, caller, before.count.milestone_id, note=note, number=number
    )
    if outcome.changed:
        row.counted_as, row.counted_number = outcome.item.id, outcome.item.number
        await session.flush()
    return await queries.see(session, caller, month)


def _check_change(before: MiniRetro, *, is_empty: bool) -> None:
    if not before.can_write:
        raise UserError(
            f"The mini-retro of {before.span.month:%B %Y} stays as it is: one can be changed until "
            "the next is over. `/routine log` leads to yours of now."
        )
    if not is_empty:
        return
    if not before.is_written:
        raise UserError("There is nothing written yet. One sentence in either part is enough.")
    if before.count is not None and before.count.is_counted:
        raise UserError(
            "It counts in your plan, so a sentence has to stay. `/milestone undo` takes the count "
            "back; then it can be emptied."
        )
