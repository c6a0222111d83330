"""Waiting for somebody who waits for a lock of the database."""

from __future__ import annotations

import asyncio

from sqlalchemy import text

from bot.db import Database
from tests.scheduling.receiver import until


async def blocked_or_done(db: Database, task: asyncio.Task[object]) -> None:
    """Until the task waits for a lock of the database, or is over."""

    async def stands() -> bool:
        if task.done() or db.is_sqlite:
            return True
        async with db.read() as session:
            waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            return bool(await session.scalar(text(waiting)))

    await asyncio.sleep(0)
    await until(stands)
