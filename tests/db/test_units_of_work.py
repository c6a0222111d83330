"""The engine: nothing is lost when many write at once, and readers do not wait for writers."""

import asyncio

from sqlalchemy import text

from bot.db import Database


async def test_concurrent_read_modify_write_loses_nothing(empty_db_url: str) -> None:
    db = Database(empty_db_url)
    async with db.begin() as session:
        await session.execute(text("CREATE TABLE counters (id int primary key, value int)"))
        await session.execute(text("INSERT INTO counters VALUES (1, 0)"))

    async def increment() -> None:
        async with db.begin() as session:
            lock = "" if db.is_sqlite else " FOR UPDATE"
            value = await session.scalar(text(f"SELECT value FROM counters{lock}"))
            await asyncio.sleep(0)
            await session.execute(text("UPDATE counters SET value = :v"), {"v": value + 1})

    await asyncio.gather(*(increment() for _ in range(50)))
    async with db.read() as session:
        assert await session.scalar(text("SELECT value FROM counters")) == 50
    await db.close()
