"""The engine and the unit of work, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from msgspec import json
from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from bot.db import sqlite
from bot.db.failures import hide_data, passing_reason
from bot.errors import DatabaseUnavailable
from bot.log import Trouble

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_WAIT_SECONDS = 10.0
"""How long a writer waits for others: long enough for a backup, and then somebody is answered."""
# Of PostgreSQL: to connect, and for a statement (migrations apart), in seconds.
_CONNECT_SECONDS = 10.0
_STATEMENT_SECONDS = 60.0

log = logging.getLogger(__name__)


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
        waits = {"timeout": _CONNECT_SECONDS, "command_timeout": _STATEMENT_SECONDS}
        if not foreign_keys:
            del waits["command_timeout"]
        engine = create_async_engine(
            parsed,
            pool_pre_ping=True,
            pool_timeout=_WAIT_SECONDS,
            hide_parameters=True,
            json_deserializer=json.decode,
            # What the URL says goes before.
            connect_args={name: wait for name, wait in waits.items() if name not in parsed.query},
        )

        @event.listens_for(engine.sync_engine, "connect")
        def _interpret(dbapi: Any, _record: object) -> None:
            # What is about all of a large group would be compiled first, which takes longer than
            # the statement. Not by a parameter of the connection: poolers refuse those.
            dbapi.run_async(lambda connection: connection.execute("SET jit = off"))

        return engine
    if parsed.database and not parsed.database.startswith(("file:", ":memory:")):
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = _sqlite_engine(parsed, sqlite.connect)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(dbapi: Any, _record: object) -> None:
        wait = f"busy_timeout={round(_WAIT_SECONDS * 1000)}"
        # What is deleted is overwritten: a copy of the file must not hold it either.
        secure = "secure_delete=ON"
        for pragma in ("synchronous=NORMAL", secure, wait, f"foreign_keys={int(foreign_keys)}"):
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
    return create_async_engine(
        url, connect_args=arguments, hide_parameters=True, json_deserializer=json.decode
    )


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
        self._writers = asyncio.Lock()
        self._reading, self._writing = _Troubles("read"), _Troubles("changed")

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A unit of work: commits on leaving, rolls back on an exception.

        Raises:
            DatabaseUnavailable: the database is away, locked or full; logged here.
        """
        with self._writing.told():
            async with self._turn(), self._sessions.begin() as session:
                yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A consistent view for reading; never waits behind a writer.

        Raises:
            DatabaseUnavailable: as `begin`.
        """
        with self._reading.told():
            async with self._reading_sessions() as session:
                yield session

    async def close(self) -> None:
        """Close every connection. A use after that connects anew, also in another event loop."""
        await self._reading_engine.dispose()
        await self.engine.dispose()
        self._writers = asyncio.Lock()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Wait for this process's other writers, no longer than for those of other processes.

        SQLite's own wait for its single writer polls with sleeps of up to 100 ms; writers of this
        process queue here instead, in order.
        """
        if not self.is_sqlite:
            yield
            return
        writers = self._writers
        async with asyncio.timeout(_WAIT_SECONDS):
            await writers.acquire()
        try:
            yield
        finally:
            writers.release()


class _Troubles:
    """What keeps a database from being read or changed, a `Trouble` for each reason."""

    def __init__(self, done: str) -> None:
        self._by_reason: dict[str, Trouble] = {}
        self._done = done

    @contextmanager
    def told(self) -> Iterator[None]:
        """Run a unit of work; its errors quote nothing that people wrote.

        Raises:
            DatabaseUnavailable: it failed for a reason that passes.
        """
        try:
            yield
        except Exception as error:
            hide_data(error)
            reason = passing_reason(error)
            if reason is None:
                raise
            if reason not in self._by_reason:
                what = f"The database cannot be {self._done}: {reason}"
                self._by_reason[reason] = Trouble(log, what)
            self._by_reason[reason].happened(error)
            raise DatabaseUnavailable(reason) from error
        for trouble in self._by_reason.values():
            trouble.over()
