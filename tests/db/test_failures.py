"""What passes by itself is told from what does not, and no error quotes a row."""

from __future__ import annotations

import asyncio
import traceback

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot import log
from bot.db import Database, engine
from bot.errors import DatabaseUnavailable

WORDS = "Zebra finch"


async def test_an_error_of_the_database_quotes_no_row_in_its_whole_chain(empty_db_url: str) -> None:
    """Nor does one that was raised while another one was handled, or in a group."""
    db = Database(empty_db_url)
    async with db.begin() as session:
        await session.execute(text("CREATE TABLE cards (id INTEGER, body TEXT UNIQUE)"))
    insert = text("INSERT INTO cards VALUES (:id, :body)")

    async def twice(number: object = 1) -> None:
        async with db.begin() as session:
            for _ in range(2):
                await session.execute(insert, {"id": number, "body": WORDS})

    async def while_handling() -> None:
        async with db.begin() as session:
            try:
                async with session.begin_nested():
                    for _ in range(2):
                        await session.execute(insert, {"id": 1, "body": WORDS})
            except IntegrityError as error:
                raise ExceptionGroup("all", [RuntimeError("next"), error]) from None

    failures = await asyncio.gather(twice(), while_handling(), return_exceptions=True)
    for failure in failures:
        assert isinstance(failure, Exception)
        written = "".join(traceback.format_exception(failure))
        assert "IntegrityError" in written
        assert WORDS not in written
    await db.close()


async def test_a_value_of_the_wrong_form_is_not_quoted(postgres_url: str) -> None:
    """Neither by the server nor by the driver, which refuses to send it."""
    db = Database(postgres_url)
    for statement in ("SELECT CAST(CAST(:it AS TEXT) AS INTEGER)", "SELECT CAST(:it AS INTEGER)"):
        with pytest.raises(Exception, match="does not fit") as failure:
            async with db.read() as session:
                await session.execute(text(statement), {"it": WORDS})
        assert WORDS not in "".join(traceback.format_exception(failure.value))
    await db.close()


async def test_a_server_that_refuses_is_told_once_then_counted_then_over(
    postgres_url: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(log, "monotonic", lambda: now)
    away, back = Database("postgresql://nobody@127.0.0.1:1/none"), Database(postgres_url)
    for _ in range(50):
        now += 0.5
        with pytest.raises(DatabaseUnavailable, match="cannot be reached"):
            async with away.read() as session:
                await session.execute(text("SELECT 1"))
    assert [record.exc_info is not None for record in caplog.records] == [True]
    # The same one, back again.
    monkeypatch.setattr(away, "_reading_sessions", back._reading_sessions)
    for later in (1, 60, 1):
        now += later
        async with away.read() as session:
            await session.execute(text("SELECT 1"))
    assert [record.getMessage() for record in caplog.records] == [
        "The database cannot be read: it cannot be reached",
        "The database cannot be read: it cannot be reached: over, after 50 times in 0:00:24",
    ]
    await away.close()
    await back.close()


async def test_what_would_fail_again_is_no_outage(empty_db_url: str) -> None:
    db = Database(empty_db_url)
    with pytest.raises(Exception, match="no_such_table") as failure:
        async with db.begin() as session:
            await session.execute(text("INSERT INTO no_such_table VALUES (1)"))
    assert not isinstance(failure.value, DatabaseUnavailable)
    await db.close()


async def test_a_lock_of_postgresql_ends_as_a_passing_trouble(
    empty_db_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A statement that waits too long for another's lock, on either database."""
    monkeypatch.setattr(engine, "_WAIT_SECONDS", 0.2)
    monkeypatch.setattr(engine, "_STATEMENT_SECONDS", 0.2)
    first, second = Database(empty_db_url), Database(empty_db_url)
    async with first.begin() as session:
        await session.execute(text("CREATE TABLE cards (id INTEGER)"))
    async with first.begin() as session:
        await session.execute(text("INSERT INTO cards VALUES (1)"))
        if not first.is_sqlite:
            await session.execute(text("LOCK TABLE cards"))
        with pytest.raises(DatabaseUnavailable, match=r"locked|too long"):
            async with second.begin() as other:
                await other.execute(text("INSERT INTO cards VALUES (2)"))
    async with second.begin() as session:
        await session.execute(text("INSERT INTO cards VALUES (3)"))
    await first.close()
    await second.close()
