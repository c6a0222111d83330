"""Reads of reminders: what a message to a member is to name, and what a sent one named."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Member, MemberCaller
from bot.milestones.queries import board_of
from bot.reminders.models import ReminderRow
from bot.reminders.rules import due_reminders
from bot.reminders.values import Reminder, ReminderKey, SentReminders


async def to_send(
    session: AsyncSession, member: Member, *, next_day: date | None, now: datetime
) -> tuple[Reminder, ...]:
    """What a message that goes out now is to name; ``next_day`` is the day of the next one."""
    rows = await session.execute(
        select(ReminderRow.milestone_id, ReminderRow.due_on, ReminderRow.stage).where(
            ReminderRow.guild_id == member.guild_id, ReminderRow.user_id == member.user_id
        )
    )
    sent = {ReminderKey(*row) for row in rows}
    return due_reminders(await board_of(session, member, now=now), sent, next_day=next_day)


async def sent_by(
    session: AsyncSession, caller: MemberCaller, delivery_id: int
) -> SentReminders | None:
    """What a delivery's message to the caller named, without what is on their board no more.

    None: it named nothing, or was not theirs.
    """
    found = await session.execute(
        select(ReminderRow.__table__)
        .where(
            ReminderRow.guild_id == caller.guild_id,
            ReminderRow.user_id == caller.user_id,
            ReminderRow.delivery_id == delivery_id,
        )
        .order_by(ReminderRow.due_on, ReminderRow.milestone_id)
    )
    rows = found.all()
    if not rows:
        return None
    board = await board_of(session, caller.member, now=caller.now)
    items = {item.id: item for item in board.items}
    reminders = tuple(
        Reminder(items[row.milestone_id], row.due_on, row.stage)
        for row in rows
        if row.milestone_id in items
    )
    return SentReminders(rows[0].named_on, rows[0].alone, reminders)
