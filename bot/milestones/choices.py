"""Use cases of a member's choices: own dates, and hiding what the group shares."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.groups import service as groups
from bot.inputs.dates import due_date
from bot.milestones.boards import Outcome, board, outcome_of
from bot.milestones.locking import lock
from bot.milestones.models import ChoiceRow


async def set_due(
    session: AsyncSession, guild_id: int, user_id: int, milestone: str, *, due: str, now: datetime
) -> Outcome:
    """Give a milestone or step a date of one's own; an empty text gives the plan's date back.

    Raises:
        UserError: it is done or skipped, or the text says no date from today on; it carries it.
        NotFound: no such milestone on the member's path.
        NotSetUp: they are not in a group here.
    """
    await lock(session, guild_id, user_id)
    member = await groups.get_member(session, guild_id, user_id)
    item = (await board(session, guild_id, user_id, now=now)).find(milestone)
    if not item.status.is_open:
        raise UserError(
            f"That one is {item.status.value} and keeps the date it had. `/milestone undo` opens "
            "it again.",
            typed=due or None,
        )
    on = due_date(due, today=member.today(now)) if due.strip() else None
    changed = await keep_due(session, guild_id, user_id, item.id, on)
    return outcome_of(await board(session, guild_id, user_id, now=now), item.id, changed)


async def move(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    milestone: str,
    *,
    on: date,
    was: date,
    now: datetime,
) -> Outcome:
    """Move an open date from ``was`` to ``on``; nothing happens when it is another one by now.

    Raises:
        UserError: ``on`` is past.
        NotFound, NotSetUp: see `set_due`.
    """
    await lock(session, guild_id, user_id)
    before = await board(session, guild_id, user_id, now=now)
    item = before.find(milestone)
    due_date(on.isoformat(), today=before.today)
    if not item.status.is_open or item.due != was:
        return outcome_of(before, item.id, changed=False)
    changed = await keep_due(session, guild_id, user_id, item.id, on)
    return outcome_of(await board(session, guild_id, user_id, now=now), item.id, changed)


async def hide(
    session: AsyncSession, guild_id: int, user_id: int, milestone: str, *, now: datetime
) -> Outcome:
    """Leave a milestone of the plan out of one's own lists and counts; its history stays (P7).

    Raises:
        UserError: it is the member's own, which can be dropped instead.
        NotFound, NotSetUp: see `set_due`.
    """
    await lock(session, guild_id, user_id)
    item = (await board(session, guild_id, user_id, now=now)).find(milestone, hidden=True)
    if item.is_own:
        raise UserError(
            "That one is your own: *Drop* at `/milestone show` removes it, and brings it back too. "
            "Hiding is for the plan's."
        )
    return await _set_hidden(session, guild_id, user_id, item.id, True, now=now)


async def unhide(
    session: AsyncSession, guild_id: int, user_id: int, milestone: str, *, now: datetime
) -> Outcome:
    """Bring a hidden milestone back, as it stood. Raises as `set_due` does."""
    await lock(session, guild_id, user_id)
    item = (await board(session, guild_id, user_id, now=now)).find(milestone, hidden=True)
    return await _set_hidden(session, guild_id, user_id, item.id, False, now=now)


async def keep_due(
    session: AsyncSession, guild_id: int, user_id: int, milestone_id: str, on: date | None
) -> bool:
    """Store a member's own date for a milestone that is known to be theirs; tells if it changed."""
    row = await choice_row(session, guild_id, user_id, milestone_id)
    changed = row.own_due != on
    row.own_due = on
    await tidy(session, row)
    return changed


async def choice_row(
    session: AsyncSession, guild_id: int, user_id: int, milestone_id: str
) -> ChoiceRow:
    """The stored choice, or a new one without any."""
    row = await session.get(ChoiceRow, (guild_id, user_id, milestone_id))
    if row is None:
        row = ChoiceRow(
            guild_id=guild_id,
            user_id=user_id,
            milestone_id=milestone_id,
            own_due=None,
            hidden=False,
            link=None,
            note=None,
        )
        session.add(row)
        await session.flush()
    return row


async def _set_hidden(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    milestone_id: str,
    hidden: bool,
    *,
    now: datetime,
) -> Outcome:
    row = await choice_row(session, guild_id, user_id, milestone_id)
    changed = row.hidden is not hidden
    row.hidden = hidden
    await tidy(session, row)
    return outcome_of(await board(session, guild_id, user_id, now=now), milestone_id, changed)


async def tidy(session: AsyncSession, row: ChoiceRow) -> None:
    """Keep no row that chooses nothing."""
    if row.own_due is None and not row.hidden and row.link is None and row.note is None:
        await session.delete(row)
    await session.flush()
