"""What a group was to get and did not, for those who can do something about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.models import DeliveryRow, DeliveryStatus, ScheduleRow
from bot.scheduling.schedules import deliveries_of


@dataclass(frozen=True, slots=True)
class Unposted:
    """A message of the group's own that was refused, for ``reason``, or missed (None).

    ``kind`` is that of its delivery.
    """

    kind: str
    due_at: datetime
    reason: str | None


async def unposted(session: AsyncSession, guild_id: int, *, since: datetime) -> list[Unposted]:
    """The newest message of each of the group's own kinds, due since then, where it failed."""
    about = (ScheduleRow.kind, DeliveryRow.due_at, DeliveryRow.status, DeliveryRow.reason)
    rows = await session.execute(
        deliveries_of(guild_id, *about)
        .where(DeliveryRow.due_at >= since, DeliveryRow.finished_at.is_not(None))
        .order_by(DeliveryRow.due_at)
    )
    newest = {row.kind: row for row in rows}
    return [
        Unposted(row.kind, row.due_at, None if row.status is DeliveryStatus.MISSED else row.reason)
        for row in newest.values()
        if row.status in (DeliveryStatus.MISSED, DeliveryStatus.UNDELIVERABLE)
    ]
