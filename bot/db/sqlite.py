"""SQLite connections that waste no wake-ups.

aiosqlite runs each call in the connection's own thread, and SQLAlchemy makes four calls a
statement: make a cursor, execute, fetch, close. Waking the thread and the loop again is most of
what a short statement costs, so here a statement is one call. Reading goes further: under WAL a
reader never waits for anybody, so its statements run in the loop's own thread.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any, Self

import aiosqlite

_ITER_CHUNK = 64
_WAIT_SECONDS = 5.0
_PAUSE_SECONDS = 0.01


class _Cursor:
    """Holds a statement's whole result: what SQLAlchemy's adapter asks of an async cursor."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> Self:
        await self._connection._execute(self._run, statement, parameters, many=False)
        return self

    async def executemany(self, statement: str, parameters: Iterable[Any]) -> Self:
        await self._connection._execute(self._run, statement, parameters, many=True)
        return self

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def close(self) -> None:
        self._rows = ()

    def _run(self, statement: str, parameters: Any, *, many: bool) -> None:
        cursor = self._connection._conn.cursor()
        try:
            (cursor.executemany if many else cursor.execute)(statement, parameters)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else ()
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class _ReadingCursor(_Cursor):
    """Fetches when it is asked to, so that a long result can be streamed (``yield_per``)."""

    _open: sqlite3.Cursor | None = None

    async def fetchall(self) -> Sequence[Any]:
        return () if self._open is None else self._open.fetchall()

    async def fetchmany(self, size: int) -> Sequence[Any]:
        """The next ``size`` rows."""
        return () if self._open is None else self._open.fetchmany(size)

    async def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _run(self, statement: str, parameters: Any, *, many: bool) -> None:
        self._open = self._connection._conn.cursor()
        (self._open.executemany if many else self._open.execute)(statement, parameters)
        self.description = self._open.description


class Connection(aiosqlite.Connection):
    """An aiosqlite connection whose statements are one call to its thread."""

    _stopped: asyncio.Future[object] | None = None

    def stop(self) -> asyncio.Future[object] | None:
        """Tell the thread to close it and end."""
        self._stopped = super().stop()
        return self._stopped

    async def _connect(self) -> Self:
        try:
            await super()._connect()
        finally:
            # Stopped, it failed. The thread answers once more when it ends, for which the loop must
            # still be there.
            if self._stopped is not None:
                await self._stopped
        return self

    def cursor(self) -> Any:
        """A cursor, made without asking the thread."""
        return _Cursor(self)

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]


class ReadingConnection(Connection):
    """A connection without a thread. For reading alone: a writer might have to wait for a lock.

    Its first statement begins a transaction. A listener at the engine could do that too, but where
    there is one, SQLAlchemy looks for listeners again and again at each statement.
    """

    reads_long = False
    """Whether statements are left to a thread; see `bot.db.long_reads`."""

    def cursor(self) -> Any:
        """A cursor in a transaction, so that all its statements see the same."""
        if not self._conn.in_transaction:
            self._conn.execute("BEGIN")
        return _ReadingCursor(self)

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if not self.reads_long:
            return fn(*args, **kwargs)
        running = asyncio.ensure_future(asyncio.to_thread(fn, *args, **kwargs))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            # Nobody else may use the connection until the thread is done with it.
            self._conn.interrupt()
            await asyncio.gather(running, return_exceptions=True)
            raise

    def __await__(self) -> Generator[Any, None, Self]:
        self._connection = self._connector()
        return self
        yield

    async def close(self) -> None:
        """Close it."""
        self.stop()

    def stop(self) -> None:
        """Close it at once."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


async def write_ahead(connection: Connection) -> None:
    """Let the file be read while it is written (WAL).

    SQLite refuses this at once while another process does the same to a new file: it never waits
    for that as ``busy_timeout`` has it, so the wait is here. TimeoutError after 5 s.
    """
    async with asyncio.timeout(_WAIT_SECONDS):
        while True:
            try:
                await connection.cursor().execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
            await asyncio.sleep(_PAUSE_SECONDS)


def connect(database: str, **options: Any) -> Connection:
    """What SQLAlchemy's aiosqlite dialect calls in place of ``aiosqlite.connect``."""
    connection = Connection(lambda: sqlite3.connect(database, **options), _ITER_CHUNK)
    # A process that ends without closing must not wait for this thread.
    connection._thread.daemon = True
    return connection


def connect_for_reading(database: str, **options: Any) -> ReadingConnection:
    """The same for an engine that only reads."""

    def opened() -> sqlite3.Connection:
        connection: sqlite3.Connection = sqlite3.connect(
            database, **{**options, "check_same_thread": False}
        )
        connection.execute("PRAGMA query_only=ON")
        return connection

    return ReadingConnection(opened, _ITER_CHUNK)
