"""Steps in a member's plan that another feature gave: what they took on of the group's.

Such a step has an ``origin``, which its feature knows, and always a date. It stands beside the plan
like one's own, and its state and date are the only ones there are: whoever gave it reads them here.
Its feature names its date in messages, ``/today`` and calendars, and takes it back.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, String, and_, cast, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.groups.values import Member, MemberCaller
from bot.inputs.text import cut
from bot.milestones.models import OverrideRow, OwnRow
from bot.milestones.own import keep_new
from bot.milestones.queries import board_source
from bot.milestones.rules.own_rules import MAX_TITLE, below, check_room, number_of
from bot.milestones.values import Item, Override, OwnMilestone
from bot.milestones.values.states import OWN_PREFIX
from bot.origins import origin_changed


async def give(
    session: AsyncSession, caller: MemberCaller, *, title: str, on: date, origin: str
) -> Item:
    """Put a step into the caller's plan, until ``on``. A long title is cut, and noted in full.

    Raises:
        UserError: they have as many own ones as fit.
    """
    source = await board_source(session, caller.member)
    check_room(len(source.stored.own), title)
    short = cut(title, MAX_TITLE)
    note = None if short == title else title
    new = OwnMilestone(0, short, origin=origin)
    outcome = await keep_new(session, caller, source, new, Override(own_due=on, note=note))
    origin_changed(session, caller.guild_id, origin)
    return outcome.item


def number_in(item: Item) -> int:
    """The number of a given step."""
    number = number_of(item.id)
    assert number is not None, "given steps are their owner's own"
    return number


async def take_back(
    session: AsyncSession, guild_id: int, user_id: int, number: int, now: datetime
) -> None:
    """Take a given step out of somebody's plan, with what they put below it. Safe to repeat."""
    whose = (OwnRow.guild_id == guild_id, OwnRow.user_id == user_id, OwnRow.dropped_at.is_(None))
    rows = await session.execute(
        select(OwnRow.number, OwnRow.title, OwnRow.under, OwnRow.block).where(*whose)
    )
    steps = below(f"{OWN_PREFIX}{number}", [OwnMilestone(*row) for row in rows])
    await session.execute(
        update(OwnRow)
        .where(*whose, OwnRow.number.in_([number, *(step.number for step in steps)]))
        .values(dropped_at=now)
    )


async def taken_back_since(
    session: AsyncSession, member: Member, since: datetime
) -> list[tuple[OwnMilestone, date]]:
    """The given steps that left a member's plan at ``since`` or later, with the dates they had."""
    rows = await session.execute(
        select(OwnRow.number, OwnRow.title, OwnRow.origin, OverrideRow.own_due)
        .join(OverrideRow, _is_of(OverrideRow))
        .where(
            OwnRow.guild_id == member.guild_id,
            OwnRow.user_id == member.user_id,
            OwnRow.origin.is_not(None),
            OwnRow.dropped_at >= since,
        )
        .order_by(OwnRow.number)
    )
    return [
        (OwnMilestone(number, title, origin=origin), due)
        for number, title, origin, due in rows
        if due is not None
    ]


def _is_of(table: type[OverrideRow]) -> ColumnElement[bool]:
    return and_(
        table.guild_id == OwnRow.guild_id,
        table.user_id == OwnRow.user_id,
        table.milestone_id == step_id(OwnRow.number),
    )


def step_id(
    number: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
) -> ColumnElement[str]:
    """The id under which a step's changes and choices are stored, from a column with its number."""
    return literal(OWN_PREFIX) + cast(number, String)
