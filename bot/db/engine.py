"""The engine and the unit of work, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from bot.db import sqlite

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_PRAGMAS = ("synchronous=NORMAL", "busy_timeout=5000")


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
    pragmas = (*_PRAGMAS, f"foreign_keys={'ON' if foreign_keys else 'OFF'}")
    engine = _sqlite_engine(parsed, sqlite.connect)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(dbapi: Any, _record: object) -> None:
        for pragma in pragmas:
            _execute(dbapi, f"PRAGMA {pragma}")
        dbapi.run_async(sqlite.write_ahead)

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        _execute(connection.connection.dbapi_connection, "BEGIN IMMEDIATE")

    return engine


def _reading_engine(writing: AsyncEngine) -> AsyncEngine:
    """The engine for reading beside ``writing``, whose transactions see one moment.

    On PostgreSQL it has the same connections, on SQLite its own.
    """
    if writing.dialect.name != "sqlite":
        return writing.execution_options(isolation_level="REPEATABLE READ")
    return _sqlite_engine(writing.url, sqlite.connect_for_reading)


def _sqlite_engine(url: URL, connect: Callable[..., object]) -> AsyncEngine:
    # The driver's own transactions begin too late and lose updates, so it is told to begin none.
    arguments = {"async_creator_fn": connect, "isolation_level": None}
    return create_async_engine(url, connect_args=arguments)


def _execute(dbapi: Any, statement: str) -> None:
    cursor = dbapi.cursor()
    cursor.execute(statement)
    cursor.close()


class UnitsOfWork(Protocol):
    """What opens units of work: the database, or one act of somebody (`bot.db.acts`)."""

    def begin(self) -> AbstractAsyncContextManager[AsyncSession]:
        """See `Database.begin`."""

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        """See `Database.read`."""


class Database:
    """One database, shared by everything in the process."""

    def __init__(self, url: str, *, session_info: Mapping[str, object] | None = None) -> None:
        """Prepare for ``url``; nothing connects before the first use.

        ``session.info`` of every session starts as a copy of ``session_info``: what the program
        puts there when it is composed reaches the services without passing through their callers.
        """
        self.url = url
        self.engine = create_engine(url)
        self._reading_engine = _reading_engine(self.engine)
        info = dict(session_info or {})
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False, info=info)
        self._reading_sessions = async_sessionmaker(
            self._reading_engine, expire_on_commit=False, info=info
        )
        self._write_lock = self._new_write_lock()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A unit of work: commits on leaving, rolls back on an exception."""
        async with self._write_lock, self._sessions.begin() as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A consistent view for reading; never waits behind a writer."""
        async with self._reading_sessions() as session:
            yield session

    async def close(self) -> None:
        """Close every connection. A use after that connects anew, also in another event loop."""
        await self._reading_engine.dispose()
        await self.engine.dispose()
        self._write_lock = self._new_write_lock()

    def _new_write_lock(self) -> AbstractAsyncContextManager[object]:
        # SQLite's own wait for its single writer polls with sleeps of up to 100 ms; writers of
        # this process queue here instead, in order.
        return asyncio.Lock() if self.is_sqlite else nullcontext()
