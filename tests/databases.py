"""Databases for the tests.

``db`` (a ``Database``) and ``db_url`` are migrated, without rows, and run a test once on SQLite and
once on PostgreSQL; ``empty_db_url`` is the same without tables, ``sqlite_url`` SQLite alone. A test
that changes tables takes ``empty_db_url``.
PostgreSQL is looked for on 127.0.0.1:5432 (users root and postgres, database test);
``TEST_POSTGRES_URL`` names another server. Where none answers, those runs are skipped.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import os
import pkgutil
import re
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import make_url

import bot
from bot.db import Base, Database, upgrade
from bot.feature import session_info
from cogs.common.feature import Feature

# Looking for encryption costs more than the rest of a connection does.
if "TEST_POSTGRES_URL" not in os.environ:
    os.environ.setdefault("PGSSLMODE", "disable")
SERVERS = (
    "postgresql://root@127.0.0.1:5432/test",
    "postgresql://postgres@127.0.0.1:5432/test",
)
_HOST = hashlib.sha256(socket.gethostname().encode()).hexdigest()[:6]
_LEFTOVER = re.compile(rf"syllabot_{_HOST}_(\d+)_")


def import_models() -> None:
    """Import the tables of every feature, so that the metadata is complete."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name.endswith((".models", ".command_sync", ".acts")):
            importlib.import_module(module.name)


@pytest.fixture(scope="session")
def sqlite_folder() -> Iterator[Path]:
    """Where the files of databases lie: in memory, as waiting for a disk takes longest of all."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="syllabot-tests-", dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def sqlite_template(sqlite_folder: Path) -> Path:
    """A migrated SQLite file, made once."""
    import_models()
    path = sqlite_folder / "template.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> str:
    """The URL of a fresh, migrated SQLite file; every test's lies at the same place."""
    path = _without_old(sqlite_template.with_name("syllabot.db"))
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


class PostgresServer:
    """Makes databases on one server, with names that no other test process uses.

    Creating and dropping is slow, so the migrated one is made once a process and emptied for each
    test.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._prefix = f"syllabot_{_HOST}_{os.getpid()}_"
        self._made = 0
        self._migrated: str | None = None
        self._emptying = ""
        self._emptier: asyncpg.Connection | None = None
        self.loop = asyncio.new_event_loop()

    def create(self) -> str:
        """A new, empty database's name."""
        name = f"{self._prefix}{self._made}"
        self._made += 1
        self._run(self.url, f'CREATE DATABASE "{name}" TEMPLATE template0')
        # Nothing here has to survive a power cut.
        self._run(self.url, f'ALTER DATABASE "{name}" SET synchronous_commit TO off')
        return name

    def migrated(self) -> str:
        """The name of the migrated database, without rows and with ids that begin at 1."""
        if self._migrated is None or self._emptier is None:
            import_models()
            self._migrated = self.create()
            url = self.url_of(self._migrated)
            self.loop.run_until_complete(upgrade(url))
            self._emptier = self.loop.run_until_complete(asyncpg.connect(url, timeout=5))
            self._emptying = _EMPTYING + "".join(
                f'DELETE FROM "{table.name}";' for table in reversed(Base.metadata.sorted_tables)
            )
        self.loop.run_until_complete(self._emptier.execute(self._emptying))
        return self._migrated

    def drop(self, name: str) -> None:
        """Drop a database, even while somebody is connected."""
        self._run(self.url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def url_of(self, name: str) -> str:
        """The URL of a database on this server."""
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop_leftovers(self) -> None:
        """Drop what this process made, and what killed ones on this machine left."""
        for name in self._run(self.url, "SELECT datname FROM pg_database", fetch=True):
            match = _LEFTOVER.match(name)
            if match and (int(match[1]) == os.getpid() or not _alive(int(match[1]))):
                self.drop(name)

    def close(self) -> None:
        """Drop all databases of this process."""
        if self._emptier is not None:
            self.loop.run_until_complete(self._emptier.close())
        self.drop_leftovers()
        self.loop.close()

    def _run(self, url: str, statement: str, *, fetch: bool = False) -> list[str]:
        async def run() -> list[str]:
            connection = await asyncpg.connect(url, timeout=5)
            try:
                if fetch:
                    return [row[0] for row in await connection.fetch(statement)]
                await connection.execute(statement)
                return []
            finally:
                await connection.close()

        return self.loop.run_until_complete(run())


# What an earlier test left behind: connections, rows, positions of sequences.
_EMPTYING = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid();
SELECT setval(seqrelid, 1, false) FROM pg_sequence;
"""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The PostgreSQL server, or a skip."""
    named = os.environ.get("TEST_POSTGRES_URL")
    for url in (named,) if named else SERVERS:
        server = PostgresServer(url)
        try:
            server.drop_leftovers()
        except (OSError, TimeoutError, asyncpg.PostgresError):
            server.loop.close()
            continue
        yield server
        server.close()
        return
    pytest.skip(f"no PostgreSQL answers at {named or '127.0.0.1:5432'}")


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """The URL of a migrated PostgreSQL database without rows."""
    return postgres_server.url_of(postgres_server.migrated())


_BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=_BOTH)
def db_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh, migrated database, of either kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=_BOTH)
def empty_db_url(request: pytest.FixtureRequest, sqlite_folder: Path) -> Iterator[str]:
    """The URL of a database without tables, of either kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{_without_old(sqlite_folder / 'empty.db')}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create()
    yield server.url_of(name)
    server.drop(name)


@pytest.fixture(scope="session")
def databases() -> dict[str, Database]:
    """By URL. Kept, so that a process compiles a statement once; no connection outlives a test."""
    return {}


@pytest.fixture
async def composed_db(
    db_url: str, databases: dict[str, Database], features: tuple[Feature, ...]
) -> AsyncIterator[Database]:
    """The same as the whole bot uses it: its sessions know all features."""
    names = [feature.data.name for feature in features]
    key = f"{db_url} {names}"
    if key not in databases:
        databases[key] = Database(db_url, session_info=session_info(features))
    database = databases[key]
    yield database
    await database.close()


@pytest.fixture
async def db(db_url: str, databases: dict[str, Database]) -> AsyncIterator[Database]:
    """A fresh, migrated database, of either kind in turn."""
    if db_url not in databases:
        databases[db_url] = Database(db_url)
    database = databases[db_url]
    yield database
    await database.close()


def _without_old(path: Path) -> Path:
    """The place of a database's file, without what a former test left there."""
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    return path


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
