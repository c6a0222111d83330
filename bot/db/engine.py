"""The engine and the unit of work, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000")


def async_url(url: str) -> URL:
    """``url`` with the driver that this package uses (aiosqlite, asyncpg) written out."""
    parsed = make_url(url)
    return parsed.set(drivername=_DRIVERS.get(parsed.get_backend_name(), parsed.drivername))


def create_engine(url: str, *, foreign_keys: bool = True) -> AsyncEngine:
    """An engine for ``url``; a SQLite file's folder is made when missing.

    ``foreign_keys=False`` is for migrations alone: SQLite's table rebuilds would cascade.
    """
    parsed = async_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(parsed, pool_pre_ping=True)
    if parsed.database and not parsed.database.startswith(("file:", ":memory:")):
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(parsed)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(dbapi: Any, _record: object) -> None:
        # The driver's own transactions begin too late and lose updates; "begin" below does it.
        dbapi.isolation_level = None
        cursor = dbapi.cursor()
        for pragma in (*_PRAGMAS, f"foreign_keys={'ON' if foreign_keys else 'OFF'}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        connection.exec_driver_sql(options.get("sqlite_begin", "BEGIN IMMEDIATE"))

    return engine


class Database:
    """One database, shared by everything in the process."""

    def __init__(self, url: str) -> None:
        """Prepare for ``url``; nothing connects before the first use."""
        self.url = url
        self.engine = create_engine(url)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        # SQLite's own wait for its single writer polls with sleeps of up to 100 ms; writers of
        # this process queue here instead and are woken in turn.
        self._writer: AbstractAsyncContextManager[object] = (
            asyncio.Lock() if self.is_sqlite else nullcontext()
        )

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A unit of work: commits on leaving, rolls back on an exception."""
        async with self._writer, self._sessions.begin() as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A consistent view for reading; never waits behind a writer."""
        async with self._sessions() as session:
            await session.connection(execution_options={"sqlite_begin": "BEGIN"})
            yield session

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
