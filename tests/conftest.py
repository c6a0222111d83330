"""Databases for the tests.

``db`` (a ``Database``) and ``db_url`` are migrated and fresh for each test, and run it once on SQLite
and once on PostgreSQL; ``empty_db_url`` is the same without tables, ``sqlite_url`` SQLite alone.
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
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import make_url

import bot
from bot.db import Database, upgrade

_SERVERS = (
    "postgresql://root@127.0.0.1:5432/test",
    "postgresql://postgres@127.0.0.1:5432/test",
)
_HOST = hashlib.sha256(socket.gethostname().encode()).hexdigest()[:6]
_LEFTOVER = re.compile(rf"syllabot_{_HOST}_(\d+)_")


def import_models() -> None:
    """Import the tables of every feature, so that the metadata is complete."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name.endswith(".models"):
            importlib.import_module(module.name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, made once."""
    import_models()
    path = tmp_path_factory.mktemp("template") / "template.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a fresh, migrated SQLite file."""
    path = tmp_path / "syllabot.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


class PostgresServer:
    """Makes databases on one server, with names that no other test process uses."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._prefix = f"syllabot_{_HOST}_{os.getpid()}_"
        self._made = 0
        self.template: str | None = None

    def create(self, template: str | None = None) -> str:
        """A new database's name."""
        name = f"{self._prefix}{self._made}"
        self._made += 1
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template or "template0"}"')
        return name

    def migrated(self) -> str:
        """The name of a new, migrated database."""
        if self.template is None:
            import_models()
            template = self.create()
            asyncio.run(upgrade(self.url_of(template)))
            self.template = template
        return self.create(self.template)

    def drop(self, name: str) -> None:
        """Drop a database, even while somebody is connected."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def url_of(self, name: str) -> str:
        """The URL of a database on this server."""
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop_leftovers(self) -> None:
        """Drop what this process made, and what killed ones on this machine left."""
        for name in self._run("SELECT datname FROM pg_database"):
            match = _LEFTOVER.match(name)
            if match and (int(match[1]) == os.getpid() or not _alive(int(match[1]))):
                self.drop(name)

    def _run(self, statement: str) -> list[str]:
        async def run() -> list[str]:
            connection = await asyncpg.connect(self.url, timeout=5)
            try:
                return [row[0] for row in await connection.fetch(statement)]
            finally:
                await connection.close()

        return asyncio.run(run())


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The PostgreSQL server, or a skip."""
    named = os.environ.get("TEST_POSTGRES_URL")
    for url in (named,) if named else _SERVERS:
        server = PostgresServer(url)
        try:
            server.drop_leftovers()
        except (OSError, TimeoutError, asyncpg.PostgresError):
            continue
        yield server
        server.drop_leftovers()
        return
    pytest.skip(f"no PostgreSQL answers at {named or '127.0.0.1:5432'}")


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a fresh, migrated PostgreSQL database."""
    name = postgres_server.migrated()
    yield postgres_server.url_of(name)
    postgres_server.drop(name)


_BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=_BOTH)
def db_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh, migrated database, of either kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=_BOTH)
def empty_db_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables, of either kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create()
    yield server.url_of(name)
    server.drop(name)


@pytest.fixture
async def db(db_url: str) -> AsyncIterator[Database]:
    """A fresh, migrated database, of either kind in turn."""
    database = Database(db_url)
    yield database
    await database.close()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
