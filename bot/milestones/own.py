"""Use cases of own milestones and steps: adding, renaming, dropping, bringing back (P7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.inputs.dates import due_date
from bot.milestones.board import Board, Item
from bot.milestones.boards import Outcome, board, outcome_of, sheet
from bot.milestones.choices import keep_due
from bot.milestones.locking import lock
from bot.milestones.models import OwnRow
from bot.milestones.steps import Own, below, check_depth, check_room, clean_title, number_of

_NOT_THERE = (
    "What that step stood under is not on your board now. Bring that back first, then this one."
)


@dataclass(frozen=True, slots=True)
class Dropped:
    """What is dropped, or would be: an own milestone or step, and how many steps go with it."""

    item: Item
    steps: int
    board: Board


async def add(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    *,
    title: str,
    under: str | None = None,
    block: str | None = None,
    due: str | None = None,
    now: datetime,
) -> Outcome:
    """Add an own milestone, in a block or beside the plan, or a step ``under`` a milestone.

    Raises:
        UserError: the title or date cannot be kept, there is no room, the step would be too deep,
            or both a milestone and a block are named; it carries what was typed.
        NotFound: no such milestone or block.
        NotSetUp: they are not in a group here.
    """
    try:
        return await _add(
            session, guild_id, user_id, clean_title(title), under, block, due or "", now
        )
    except UserError as error:
        error.typed = "\n\n".join(part for part in (title, due) if part) or None
        raise


async def rename(
    session: AsyncSession, guild_id: int, user_id: int, milestone: str, *, title: str, now: datetime
) -> Outcome:
    """Give an own milestone or step another title.

    Raises:
        UserError: the title cannot be kept, or it is not their own; it carries the title.
        NotFound, NotSetUp: see `add`.
    """
    await lock(session, guild_id, user_id)
    try:
        cleaned = clean_title(title)
        item = _own_one(await board(session, guild_id, user_id, now=now), milestone)
    except UserError as error:
        error.typed = title
        raise
    row = await session.get_one(OwnRow, (guild_id, user_id, number_of(item.id)))
    changed = row.title != cleaned
    row.title = cleaned
    await session.flush()
    return outcome_of(await board(session, guild_id, user_id, now=now), item.id, changed)


async def look_before_drop(
    session: AsyncSession, guild_id: int, user_id: int, milestone: str, *, now: datetime
) -> Dropped:
    """What `drop` would remove. Raises as it does."""
    found = await sheet(session, guild_id, user_id)
    view = found.board(now)
    item = _own_one(view, milestone)
    return Dropped(item, len(below(item.id, found.stored.own)), view)


async def drop(
    session: AsyncSession, guild_id: int, user_id: int, milestone: str, *, now: datetime
) -> Dropped:
    """Remove an own milestone or step, with the steps below it; `restore` brings all back.

    Raises:
        UserError: it is the plan's, which can be hidden instead.
        NotFound, NotSetUp: see `add`.
    """
    await lock(session, guild_id, user_id)
    found = await sheet(session, guild_id, user_id)
    item = _own_one(found.board(now), milestone)
    steps = below(item.id, found.stored.own)
    numbers = [number_of(item.id), *(step.number for step in steps)]
    await session.execute(
        update(OwnRow)
        .where(OwnRow.guild_id == guild_id, OwnRow.user_id == user_id, OwnRow.number.in_(numbers))
        .values(dropped_at=now)
    )
    return Dropped(item, len(steps), await board(session, guild_id, user_id, now=now))


async def restore(
    session: AsyncSession, guild_id: int, user_id: int, milestone_id: str, *, now: datetime
) -> Outcome:
    """Bring back what a drop removed, with the steps that went with it. Nothing changes twice.

    Raises:
        NotFound: they never had it, or what it stood under is dropped too.
        UserError: there is no room for it any more.
        NotSetUp: see `add`.
    """
    await lock(session, guild_id, user_id)
    found = await sheet(session, guild_id, user_id)
    rows = {
        row.number: row
        for row in await session.scalars(
            select(OwnRow)
            .where(OwnRow.guild_id == guild_id, OwnRow.user_id == user_id)
            .execution_options(populate_existing=True)
        )
    }
    row = rows.get(number_of(milestone_id) or 0)
    if row is None:
        raise NotFound("I do not find that milestone among yours. `/milestone list` shows them.")
    above = rows.get(number_of(row.under or "") or 0)
    if above is not None and above.dropped_at is not None:
        raise NotFound(_NOT_THERE)
    changed = row.dropped_at is not None
    if changed:
        gone = [r for r in rows.values() if r.dropped_at == row.dropped_at]
        wanted = below(milestone_id, [Own(r.number, r.title, r.under, r.block) for r in gone])
        check_room(len(found.stored.own) + len(wanted), row.title)
        for number in (row.number, *(each.number for each in wanted)):
            rows[number].dropped_at = None
        await session.flush()
    view = await board(session, guild_id, user_id, now=now)
    if view.item(milestone_id) is None:
        raise NotFound(_NOT_THERE)
    return outcome_of(view, milestone_id, changed)


async def dropped_since(
    session: AsyncSession, guild_id: int, user_id: int, since: datetime
) -> list[Own]:
    """The own milestones and steps that a member dropped at ``since`` or later."""
    rows = await session.scalars(
        select(OwnRow)
        .where(OwnRow.guild_id == guild_id, OwnRow.user_id == user_id, OwnRow.dropped_at >= since)
        .order_by(OwnRow.number)
    )
    return [Own(row.number, row.title, row.under, row.block) for row in rows]


async def _add(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    title: str,
    under: str | None,
    block: str | None,
    due: str,
    now: datetime,
) -> Outcome:
    await lock(session, guild_id, user_id)
    found = await sheet(session, guild_id, user_id)
    view = found.board(now)
    check_room(len(found.stored.own), title)
    if under and block:
        raise UserError(
            "A step stands where its milestone does. Name the milestone or the block, not both."
        )
    parent = view.find(under) if under else None
    if parent is not None:
        check_depth(parent.depth, title)
    section = view.find_section(block) if block else None
    on = due_date(due, today=view.today) if due.strip() else None
    number = 1 + (
        await session.scalar(
            select(func.max(OwnRow.number)).where(
                OwnRow.guild_id == guild_id, OwnRow.user_id == user_id
            )
        )
        or 0
    )
    added = Own(
        number,
        title,
        parent.id if parent else None,
        None if section is None or section.is_own else section.id,
    )
    session.add(
        OwnRow(
            guild_id=guild_id,
            user_id=user_id,
            number=added.number,
            title=added.title,
            under=added.under,
            block=added.block,
            added_at=now,
        )
    )
    await session.flush()
    if on is not None:
        await keep_due(session, guild_id, user_id, added.id, on)
    return outcome_of(await board(session, guild_id, user_id, now=now), added.id, changed=True)


def _own_one(view: Board, milestone: str) -> Item:
    item = view.find(milestone, hidden=True)
    if not item.is_own:
        raise UserError(
            "That one is the plan's, and stays for everybody. `/milestone hide` takes it out of "
            "your own list."
        )
    return item
