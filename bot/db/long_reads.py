"""Statements that read much, without holding up everybody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sqlite import ReadingConnection


@asynccontextmanager
async def long_read(session: AsyncSession) -> AsyncIterator[None]:
    """Run the session's statements in a thread, where SQLite would run them in the event loop's.

    A short statement is not worth the two wake-ups; one over all of a large group's rows is.
    """
    connection = await session.connection()
    driver = (await connection.get_raw_connection()).driver_connection
    if not isinstance(driver, ReadingConnection):
        yield
        return
    driver.reads_long = True
    try:
        yield
    finally:
        driver.reads_long = False
