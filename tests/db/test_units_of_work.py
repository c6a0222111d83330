"""The engine: nothing is lost when many write at once, and readers do not wait for writers."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.db import Database, async_url


@pytest.fixture
async def counters(empty_db_url: str) -> AsyncIterator[Database]:
    """A database with one counter at 0 and a table of its readings."""
    database = Database(empty_db_url)
    async with database.begin() as session:
        await session.execute(text("CREATE TABLE counters (id int primary key, value int)"))
        await session.execute(
            text("CREATE TABLE readings (id int references counters (id), value int)")
        )
        await session.execute(text("INSERT INTO counters VALUES (1, 0)"))
    yield database
    await database.close()


async def value_of(database: Database) -> int:
    async with database.read() as session:
        value: int = await session.scalar(text("SELECT value FROM counters"))
        return value


async def increment(database: Database) -> None:
    async with database.begin() as session:
        lock = "" if database.is_sqlite else " FOR UPDATE"
        value = await session.scalar(text(f"SELECT value FROM counters{lock}"))
        await asyncio.sleep(0)
        await session.execute(text("UPDATE counters SET value = :v"), {"v": value + 1})


async def test_concurrent_read_modify_write_loses_nothing(counters: Database) -> None:
    await asyncio.gather(*(increment(counters) for _ in range(50)))
    assert await value_of(counters) == 50


@pytest.mark.parametrize(
    "empty_db_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
async def test_postgresql_compiles_no_statement(counters: Database) -> None:
    """It would for what is about all of a large group, and take longer for that than for it."""
    for _ in range(2):
        async with counters.begin() as session:
            assert await session.scalar(text("SHOW jit")) == "off"
        async with counters.read() as session:
            assert await session.scalar(text("SHOW jit")) == "off"


async def test_two_processes_read_modify_write_loses_nothing(counters: Database) -> None:
    other = Database(counters.url)
    await asyncio.gather(*(increment(database) for database in (counters, other) * 10))
    assert await value_of(counters) == 20
    await other.close()


async def test_a_reader_neither_waits_for_a_writer_nor_sees_its_half_done_work(
    counters: Database,
) -> None:
    async with counters.begin() as session:
        await session.execute(text("UPDATE counters SET value = 7"))
        async with asyncio.timeout(10):
            assert await value_of(counters) == 0
    assert await value_of(counters) == 7


async def test_a_reader_sees_one_moment_however_often_it_asks(counters: Database) -> None:
    async with counters.read() as session:
        seen = [await session.scalar(text("SELECT value FROM counters"))]
        await increment(counters)
        seen.append(await session.scalar(text("SELECT value FROM counters")))
    assert seen == [0, 0]
    assert await value_of(counters) == 1


async def test_an_exception_rolls_everything_back(counters: Database) -> None:
    async def fail() -> None:
        async with counters.begin() as session:
            await session.execute(text("UPDATE counters SET value = 7"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await value_of(counters) == 0


async def test_a_cancelled_unit_of_work_rolls_back_and_the_next_goes_on(
    counters: Database,
) -> None:
    inside = asyncio.Event()

    async def half_done() -> None:
        async with counters.begin() as session:
            await session.execute(text("UPDATE counters SET value = 7"))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(half_done())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(10):
        await increment(counters)
    assert await value_of(counters) == 1


async def test_rows_that_point_nowhere_are_refused(counters: Database) -> None:
    with pytest.raises(IntegrityError):
        async with counters.begin() as session:
            await session.execute(text("INSERT INTO readings VALUES (2, 0)"))


async def test_every_session_carries_what_the_program_put_there(db_url: str) -> None:
    hooks = object()
    database = Database(db_url, session_info={"hooks": hooks})
    async with database.begin() as session:
        assert session.info == {"hooks": hooks}
        session.info["hooks"] = "of this session alone"
    async with database.begin() as session, database.read() as reading:
        assert session.info["hooks"] is reading.info["hooks"] is hooks
    await database.close()
    async with database.read() as session:
        assert session.info["hooks"] is hooks
    await database.close()


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///data/x.db", "sqlite+aiosqlite:///data/x.db"),
        ("sqlite+aiosqlite:///data/x.db", "sqlite+aiosqlite:///data/x.db"),
        ("postgresql://u@h:5432/d", "postgresql+asyncpg://u@h:5432/d"),
        ("postgresql+asyncpg://u@h/d", "postgresql+asyncpg://u@h/d"),
    ],
)
def test_urls_get_the_driver_of_this_package(url: str, driver: str) -> None:
    assert async_url(url).render_as_string(hide_password=False) == driver


async def test_a_sqlite_file_s_folder_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a' / 'b' / 'syllabot.db'}")
    async with database.begin() as session:
        assert await session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await session.scalar(text("PRAGMA foreign_keys")) == 1
    await database.close()
    assert (tmp_path / "a" / "b" / "syllabot.db").exists()


async def test_a_new_file_that_another_process_is_writing_is_waited_for(tmp_path: Path) -> None:
    """SQLite itself refuses the first change to WAL at once then, whatever ``busy_timeout`` is."""
    path = tmp_path / "new.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(0.05, other.execute, "COMMIT")
        database = Database(f"sqlite:///{path}")
        async with database.begin() as session:
            assert await session.scalar(text("PRAGMA journal_mode")) == "wal"
        await database.close()
