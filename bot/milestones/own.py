"""Own milestones and steps: adding, renaming, dropping, bringing back (P7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.groups.values import Member, MemberCaller
from bot.inputs.dates import due_date
from bot.milestones.models import OwnRow
from bot.milestones.overrides import keep_override
from bot.milestones.queries import BoardSource, board_source
from bot.milestones.rules.own_rules import (
    below,
    check_depth,
    check_room,
    clean_title,
    number_of,
)
from bot.milestones.values import Board, Item, MilestoneOutcome, Override, OwnMilestone

_NOT_THERE = (
    "What that step stood under is not on your board now. Bring that back first, then this one."
)


@dataclass(frozen=True, slots=True)
class DroppedOwn:
    """What is dropped, or would be: an own milestone or step, and how many steps go with it."""

    item: Item
    steps: int
    board: Board


async def add(
    session: AsyncSession,
    caller: MemberCaller,
    *,
    title: str,
    under: str | None = None,
    block: str | None = None,
    due: str | None = None,
) -> MilestoneOutcome:
    """Add an own milestone, in a block or beside the plan, or a step ``under`` a milestone.

    Raises:
        UserError: the title or date cannot be kept, there is no room, the step would be too deep,
            or both a milestone and a block are named; it carries what was typed.
        NotFound: no such milestone or block.
    """
    try:
        return await _add(session, caller, clean_title(title), under, block, due or "")
    except UserError as error:
        error.typed = "\n\n".join(part for part in (title, due) if part) or None
        raise


async def rename(
    session: AsyncSession, caller: MemberCaller, milestone: str, *, title: str
) -> MilestoneOutcome:
    """Give an own milestone or step another title.

    Raises:
        UserError: the title cannot be kept, or it is not their own; it carries the title.
        NotFound: see `add`.
    """
    try:
        cleaned = clean_title(title)
        source = await board_source(session, caller.member)
        item = _own_one(source.board(caller.now), milestone)
    except UserError as error:
        error.typed = title
        raise
    if item.title == cleaned:
        return source.outcome(caller.now, item.id, changed=False)
    own = next(each for each in source.stored.own if each.id == item.id)
    await session.execute(
        update(OwnRow).where(*_mine(caller), OwnRow.number == own.number).values(title=cleaned)
    )
    stored = source.stored.with_own(replace(own, title=cleaned))
    return source.after(stored).outcome(caller.now, item.id, changed=True)


async def look_before_drop(
    session: AsyncSession, caller: MemberCaller, milestone: str
) -> DroppedOwn:
    """What `drop` would remove. Raises as it does."""
    source = await board_source(session, caller.member)
    board = source.board(caller.now)
    item = _droppable(board, milestone)
    return DroppedOwn(item, len(below(item.id, source.stored.own)), board)


async def drop(session: AsyncSession, caller: MemberCaller, milestone: str) -> DroppedOwn:
    """Remove an own milestone or step, with the steps below it; `restore` brings all back.

    Raises:
        UserError: it is the plan's, which can be hidden instead, or came of the group's.
        NotFound: see `add`.
    """
    source = await board_source(session, caller.member)
    item = _droppable(source.board(caller.now), milestone)
    steps = below(item.id, source.stored.own)
    numbers = {each.number for each in source.stored.own if each.id == item.id}
    numbers |= {step.number for step in steps}
    await session.execute(
        update(OwnRow)
        .where(*_mine(caller), OwnRow.number.in_(numbers))
        .values(dropped_at=caller.now)
    )
    left = source.after(source.stored.without_own(numbers))
    return DroppedOwn(item, len(steps), left.board(caller.now))


async def restore(
    session: AsyncSession, caller: MemberCaller, milestone_id: str
) -> MilestoneOutcome:
    """Bring back what a drop removed, with the steps that went with it. Nothing changes twice.

    Raises:
        NotFound: they never had it, or what it stood under is dropped too.
        UserError: there is no room for it any more.
    """
    source = await board_source(session, caller.member)
    rows = await session.execute(
        select(OwnRow.number, OwnRow.title, OwnRow.under, OwnRow.block, OwnRow.dropped_at).where(
            # What came of the group's goes back to it, and comes again from there alone.
            *_mine(caller),
            OwnRow.dropped_at.is_not(None),
            OwnRow.origin.is_(None),
        )
    )
    gone = {row.number: (OwnMilestone(*row[:4]), row.dropped_at) for row in rows}
    number = number_of(milestone_id) or 0
    stored = source.stored
    if number in gone:
        own, dropped_at = gone[number]
        if number_of(own.under or "") in gone:
            raise NotFound(_NOT_THERE)
        together = [each for each, at in gone.values() if at == dropped_at]
        wanted = [own, *below(own.id, together)]
        check_room(len(stored.own) + len(wanted) - 1, own.title)
        await session.execute(
            update(OwnRow)
            .where(*_mine(caller), OwnRow.number.in_([each.number for each in wanted]))
            .values(dropped_at=None)
        )
        stored = stored.with_own(*wanted)
    elif all(each.id != milestone_id for each in stored.own):
        raise NotFound("I do not find that milestone among yours. `/milestone list` shows them.")
    left = source.after(stored)
    if left.board(caller.now).item(milestone_id) is None:
        raise NotFound(_NOT_THERE)
    return left.outcome(caller.now, milestone_id, changed=number in gone)


async def dropped_since(
    session: AsyncSession, member: Member, since: datetime
) -> list[OwnMilestone]:
    """The own milestones and steps that a member dropped at ``since`` or later."""
    rows = await session.execute(
        select(OwnRow.number, OwnRow.title, OwnRow.under, OwnRow.block, OwnRow.origin)
        .where(*_mine(member), OwnRow.dropped_at >= since)
        .order_by(OwnRow.number)
    )
    return [OwnMilestone(*row) for row in rows]


async def _add(
    session: AsyncSession,
    caller: MemberCaller,
    title: str,
    under: str | None,
    block: str | None,
    due: str,
) -> MilestoneOutcome:
    source = await board_source(session, caller.member)
    board = source.board(caller.now)
    check_room(len(source.stored.own), title)
    if under and block:
        raise UserError(
            "A step stands where its milestone does. Name the milestone or the block, not both."
        )
    parent = board.find(under) if under else None
    if parent is not None:
        check_depth(parent.depth, title)
    section = board.find_section(block) if block else None
    on = due_date(due, today=board.today, zone=caller.zone) if due.strip() else None
    new = OwnMilestone(
        0,
        title,
        parent.id if parent else None,
        None if section is None or section.is_own else section.id,
    )
    return await keep_new(session, caller, source, new, Override(own_due=on))


async def keep_new(
    session: AsyncSession,
    caller: MemberCaller,
    source: BoardSource,
    new: OwnMilestone,
    override: Override,
) -> MilestoneOutcome:
    """Store an own milestone, under a number of its own, with what is chosen for it."""
    # Numbers of dropped ones never come again.
    highest = await session.scalar(select(func.max(OwnRow.number)).where(*_mine(caller)))
    own = replace(new, number=(highest or 0) + 1)
    await session.execute(
        insert(OwnRow).values(
            guild_id=caller.guild_id,
            user_id=caller.user_id,
            number=own.number,
            title=own.title,
            under=own.under,
            block=own.block,
            added_at=caller.now,
            origin=own.origin,
        )
    )
    stored = await keep_override(
        session, caller.member, source.stored.with_own(own), own.id, override
    )
    return source.after(stored).outcome(caller.now, own.id, changed=True)


def _own_one(board: Board, milestone: str) -> Item:
    item = board.find(milestone, hidden=True)
    if not item.is_own:
        raise UserError(
            "That one is the plan's, and stays for everybody. `/milestone hide` takes it out of "
            "your own list."
        )
    return item


def _droppable(board: Board, milestone: str) -> Item:
    item = _own_one(board, milestone)
    if item.origin is not None:
        raise UserError(
            "The group waits for that one, so it does not just go. `/action list` hands it back or "
            "drops it; *Skip* drops it too."
        )
    return item


def _mine(whose: Member | MemberCaller) -> tuple[ColumnElement[bool], ...]:
    return OwnRow.guild_id == whose.guild_id, OwnRow.user_id == whose.user_id
