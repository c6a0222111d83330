"""Use cases of reminders: what a message to a member is to name, and what messages have named.

The daily prompt carries them (`bot.routine`), so that nobody gets two messages at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.groups import service as groups
from bot.milestones.due import Reminder, Said, to_remind
from bot.milestones.models import ReminderRow
from bot.milestones.queries import board_of


@dataclass(frozen=True, slots=True)
class Named:
    """What a message for the local date ``on`` named, as it stands now; ``alone``: nothing else."""

    on: date
    reminders: tuple[Reminder, ...]
    alone: bool


async def to_name(
    session: AsyncSession, member: groups.Member, *, next_on: date | None, now: datetime
) -> tuple[Reminder, ...]:
    """What a message that goes out now is to name; ``next_on`` is the day of the next one."""
    rows = await session.execute(
        select(ReminderRow.milestone_id, ReminderRow.due_on, ReminderRow.stage).where(
            ReminderRow.guild_id == member.guild_id, ReminderRow.user_id == member.user_id
        )
    )
    said = {Said(*row) for row in rows}
    return to_remind(await board_of(session, member, now=now), said, next_on=next_on)


async def keep_named(
    session: AsyncSession,
    member: groups.Member,
    delivery_id: int,
    reminders: Sequence[Reminder],
    *,
    on: date,
    alone: bool,
) -> None:
    """Keep that a delivery's message for the local date ``on`` named these. Safe to run again."""
    for reminder in reminders:
        await session.execute(
            insert(session, ReminderRow)
            .values(
                guild_id=member.guild_id,
                user_id=member.user_id,
                milestone_id=reminder.item.id,
                due_on=reminder.due,
                stage=reminder.stage,
                delivery_id=delivery_id,
                named_on=on,
                alone=alone,
            )
            .on_conflict_do_nothing()
        )


async def named_by(
    session: AsyncSession, member: groups.Member, delivery_id: int, *, now: datetime
) -> Named | None:
    """What a delivery's message to this member named, without what is on their board no more.

    None: it named nothing, or was not theirs.
    """
    rows = list(
        await session.scalars(
            select(ReminderRow)
            .where(
                ReminderRow.guild_id == member.guild_id,
                ReminderRow.user_id == member.user_id,
                ReminderRow.delivery_id == delivery_id,
            )
            .order_by(ReminderRow.due_on, ReminderRow.milestone_id)
        )
    )
    if not rows:
        return None
    board = await board_of(session, member, now=now)
    items = {item.id: item for item in board.items}
    reminders = tuple(
        Reminder(items[row.milestone_id], row.due_on, row.stage)
        for row in rows
        if row.milestone_id in items
    )
    return Named(rows[0].named_on, reminders, rows[0].alone)
