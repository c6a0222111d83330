"""What a member chooses for a milestone: a date of their own, and hiding what the group shares."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import UserError
from bot.groups.values import Member, MemberCaller
from bot.inputs.dates import due_date
from bot.milestones.models import OverrideRow
from bot.milestones.queries import BoardSource, board_source
from bot.milestones.values import MilestoneOutcome, Override, StoredMilestones
from bot.origins import origin_changed

_KEY = ("guild_id", "user_id", "milestone_id")


async def set_due(
    session: AsyncSession, caller: MemberCaller, milestone: str, *, due: str
) -> MilestoneOutcome:
    """Give a milestone or step a date of one's own; an empty text gives the plan's date back.

    Raises:
        UserError: it is done or skipped, the text says no date from today on (it carries it), or
            none at all for a step that came of the group's.
        NotFound: no such milestone on the member's path.
    """
    source = await board_source(session, caller.member)
    item = source.board(caller.now).find(milestone)
    if not item.status.is_open:
        raise UserError(
            f"That one is {item.status.value} and keeps the date it had. `/milestone undo` opens "
            "it again.",
            typed=due or None,
        )
    if item.origin is not None and not due.strip():
        raise UserError("The group waits for that one by a date, so it keeps one. Type another.")
    on = due_date(due, today=caller.today, zone=caller.zone) if due.strip() else None
    override = replace(source.stored.override(item.id), own_due=on)
    return await _override(session, caller, source, item.id, override)


async def move(
    session: AsyncSession, caller: MemberCaller, milestone: str, *, on: date, was: date
) -> MilestoneOutcome:
    """Move an open date from ``was`` to ``on``; nothing happens when it is another one by now.

    Raises:
        UserError: ``on`` is past.
        NotFound: see `set_due`.
    """
    source = await board_source(session, caller.member)
    item = source.board(caller.now).find(milestone)
    due_date(on.isoformat(), today=caller.today)
    if not item.status.is_open or item.due != was:
        return source.outcome(caller.now, item.id, changed=False)
    override = replace(source.stored.override(item.id), own_due=on)
    return await _override(session, caller, source, item.id, override)


async def hide(session: AsyncSession, caller: MemberCaller, milestone: str) -> MilestoneOutcome:
    """Leave a milestone of the plan out of one's own lists and counts; its history stays (P7).

    Raises:
        UserError: it is the member's own, which can be dropped instead.
        NotFound: see `set_due`.
    """
    source = await board_source(session, caller.member)
    item = source.board(caller.now).find(milestone, hidden=True)
    if item.is_own:
        raise UserError(
            "That one is your own: *Drop* at `/milestone show` removes it, and brings it back too. "
            "Hiding is for the plan's."
        )
    override = replace(source.stored.override(item.id), hidden=True)
    return await _override(session, caller, source, item.id, override)


async def unhide(session: AsyncSession, caller: MemberCaller, milestone: str) -> MilestoneOutcome:
    """Bring a hidden milestone back, as it stood. Raises as `set_due` does."""
    source = await board_source(session, caller.member)
    item = source.board(caller.now).find(milestone, hidden=True)
    override = replace(source.stored.override(item.id), hidden=False)
    return await _override(session, caller, source, item.id, override)


async def keep_override(
    session: AsyncSession,
    member: Member,
    stored: StoredMilestones,
    milestone_id: str,
    override: Override,
) -> StoredMilestones:
    """Store what a member chooses for a milestone that is known to be theirs.

    Gives what is stored then. No row stays that chooses nothing.
    """
    if override == stored.override(milestone_id):
        return stored
    key = dict(zip(_KEY, (member.guild_id, member.user_id, milestone_id), strict=True))
    columns = {
        "own_due": override.own_due,
        "hidden": override.hidden,
        "link": override.link,
        "note": override.note,
    }
    if override == Override():
        await session.execute(delete(OverrideRow).filter_by(**key))
    else:
        await session.execute(
            insert(session, OverrideRow)
            .values(**key, **columns)
            .on_conflict_do_update(index_elements=_KEY, set_=columns)
        )
    return stored.with_override(milestone_id, override)


async def _override(
    session: AsyncSession,
    caller: MemberCaller,
    source: BoardSource,
    milestone_id: str,
    override: Override,
) -> MilestoneOutcome:
    before = source.stored
    stored = await keep_override(session, caller.member, before, milestone_id, override)
    outcome = source.after(stored).outcome(caller.now, milestone_id, changed=stored is not before)
    if outcome.changed:
        origin_changed(session, caller.guild_id, outcome.item.origin)
    return outcome
