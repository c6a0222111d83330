"""What ``bot.db.sqlite`` builds on in aiosqlite, which is not public and may change."""

from __future__ import annotations

import inspect
import sqlite3
import tomllib
from collections.abc import AsyncIterator, Callable
from importlib.metadata import version
from pathlib import Path
from threading import Thread

import aiosqlite
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.db.sqlite import Connection, ReadingConnection

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    async with database.begin() as session:
        await session.execute(text("CREATE TABLE things (id int primary key)"))
    yield database
    await database.close()


async def driver_of(session: AsyncSession) -> object:
    """The aiosqlite connection that a session uses."""
    raw = await (await session.connection()).get_raw_connection()
    return raw.driver_connection


def test_the_release_whose_private_parts_are_used_is_pinned() -> None:
    assert version("aiosqlite").startswith("0.22.")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "aiosqlite>=0.22,<0.23" in project["dependencies"]


def test_the_private_parts_are_there() -> None:
    connection = aiosqlite.Connection(lambda: sqlite3.connect(":memory:"), 64)
    assert isinstance(connection._thread, Thread)
    assert not connection._thread.is_alive(), "it starts when the connection is awaited"
    assert connection._connection is None
    assert isinstance(connection._connector(), sqlite3.Connection)
    assert isinstance(inspect.getattr_static(connection, "_conn"), property)
    assert inspect.iscoroutinefunction(aiosqlite.Connection._execute)
    assert list(inspect.signature(aiosqlite.Connection._execute).parameters) == [
        "self",
        "fn",
        "args",
        "kwargs",
    ]


async def test_a_statement_is_one_call_to_a_thread_that_no_exit_waits_for(
    file: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    execute = aiosqlite.Connection._execute

    async def count(
        self: aiosqlite.Connection, fn: Callable[..., object], *args: object, **kwargs: object
    ) -> object:
        calls.append(fn.__name__)
        return await execute(self, fn, *args, **kwargs)  # type: ignore[no-untyped-call]

    async with file.begin() as session:
        driver = await driver_of(session)
        assert isinstance(driver, Connection)
        assert not isinstance(driver, ReadingConnection)
        assert driver._thread.is_alive()
        assert driver._thread.daemon
        monkeypatch.setattr(aiosqlite.Connection, "_execute", count)
        await session.execute(text("INSERT INTO things VALUES (1)"))
        assert list(await session.scalars(text("SELECT id FROM things"))) == [1]
        assert len(calls) == 2


async def test_reading_has_no_thread_and_cannot_write(file: Database) -> None:
    async with file.read() as session:
        driver = await driver_of(session)
        assert isinstance(driver, ReadingConnection)
        assert driver._thread.ident is None
        with pytest.raises(Exception, match="readonly database"):
            await session.execute(text("INSERT INTO things VALUES (1)"))
    await file.close()
    assert driver._connection is None


async def test_a_long_result_can_be_read_in_pieces(file: Database) -> None:
    """Each piece is fetched when it is asked for; the rest of the transaction goes on as ever."""
    numbers = list(range(25))
    async with file.begin() as session:
        await session.execute(
            text("INSERT INTO things VALUES (:id)"), [{"id": number} for number in numbers]
        )
    asked = text("SELECT id FROM things ORDER BY id")
    async with file.read() as session:
        rows = await session.stream(asked, execution_options={"yield_per": 10})
        pieces = [[row.id for row in piece] async for piece in rows.partitions(10)]
        assert pieces == [numbers[:10], numbers[10:20], numbers[20:]]
        assert await session.scalar(text("SELECT count(*) FROM things")) == 25
