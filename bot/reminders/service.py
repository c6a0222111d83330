"""Record which dates a message has named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.groups.values import Member
from bot.reminders.models import ReminderRow
from bot.reminders.values import ReminderKey


async def record_sent(
    session: AsyncSession,
    member: Member,
    delivery_id: int,
    keys: Sequence[ReminderKey],
    *,
    day: date,
    alone: bool,
) -> None:
    """Record that a delivery's message for the local date ``day`` named these. Safe to run again.

    ``alone`` says that it held no prompt.
    """
    await session.execute(
        insert(session, ReminderRow)
        .values(
            [
                {
                    "guild_id": member.guild_id,
                    "user_id": member.user_id,
                    "kind": key.kind,
                    "thing_id": key.thing_id,
                    "due_on": key.due,
                    "stage": key.stage,
                    "delivery_id": delivery_id,
                    "named_on": day,
                    "alone": alone,
                }
                for key in keys
            ]
        )
        .on_conflict_do_nothing()
    )
