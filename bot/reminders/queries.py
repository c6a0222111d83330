"""Reads of reminders: what a message to a member is to name, and what a sent one named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Member, MemberCaller
from bot.milestones.queries import board_of
from bot.reminders.models import ReminderRow
from bot.reminders.values import Reminder, ReminderKey, SentReminders, Stage

# Every daily message asks for it: built once, and without what a session would do.
_REMINDERS = ReminderRow.__table__
_NAMED = select(
    _REMINDERS.c.kind, _REMINDERS.c.thing_id, _REMINDERS.c.due_on, _REMINDERS.c.stage
).where(
    _REMINDERS.c.guild_id == bindparam("guild_id"), _REMINDERS.c.user_id == bindparam("user_id")
)


async def named(session: AsyncSession, member: Member) -> set[ReminderKey]:
    """All that messages have named to a member, of every kind."""
    connection = await session.connection()
    whose = {"guild_id": member.guild_id, "user_id": member.user_id}
    return {_key(row) for row in await connection.execute(_NAMED, whose)}


async def named_by(
    session: AsyncSession, caller: MemberCaller, delivery_id: int
) -> SentReminders | None:
    """What a delivery's message to the caller named; None: nothing, or not theirs."""
    found = await session.execute(
        select(ReminderRow.__table__)
        .where(
            ReminderRow.guild_id == caller.guild_id,
            ReminderRow.user_id == caller.user_id,
            ReminderRow.delivery_id == delivery_id,
        )
        .order_by(ReminderRow.due_on, ReminderRow.thing_id)
    )
    rows = found.all()
    if not rows:
        return None
    return SentReminders(rows[0].named_on, rows[0].alone, tuple(map(_key, rows)))


async def as_they_stand(
    session: AsyncSession, caller: MemberCaller, keys: Sequence[ReminderKey]
) -> tuple[Reminder, ...]:
    """The milestones that are kept so, without what is on their board no more."""
    board = await board_of(session, caller.member, now=caller.now)
    items = {item.id: item for item in board.items}
    return tuple(
        Reminder(items[key.thing_id], key.due, Stage(key.stage))
        for key in keys
        if key.thing_id in items
    )


def _key(row: Any) -> ReminderKey:
    """Of a row with these columns, and others or none beside them."""
    return ReminderKey(row.kind, row.thing_id, row.due_on, row.stage)
