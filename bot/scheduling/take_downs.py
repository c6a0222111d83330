"""Deleting a message that has to go, however often that has to be tried."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.recurrence import Once
from bot.scheduling.schedules import put

_INSTANT = timedelta(microseconds=1)


async def put_take_down(
    session: AsyncSession,
    guild_id: int,
    channel_id: int,
    message_id: int,
    *,
    kind: str,
    at: datetime,
) -> None:
    """Let a delivery of ``kind`` delete the message. Nothing in it tells of whom it was."""
    await put(
        session,
        guild_id,
        kind=kind,
        rule=Once(at, "UTC"),
        after=at - _INSTANT,
        subject=f"{channel_id}:{message_id}",
    )


def to_take_down(subject: str) -> tuple[int, int]:
    """The channel and the message that such a delivery's subject names."""
    channel_id, message_id = map(int, subject.split(":"))
    return channel_id, message_id
