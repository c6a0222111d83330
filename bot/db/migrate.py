"""Bringing a database to this code's schema, before anything else touches it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.engine import create_engine
from bot.errors import DatabaseError

# One process migrates, the others wait (an arbitrary constant of ours).
_LOCK = 0x5711AB07


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file: the scripts stand beside this module."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def newest_revision() -> str:
    """The revision that this code needs."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert head is not None, "the package ships at least one migration"
    return head


async def current_revision(url: str) -> str | None:
    """The revision of the database, or None for an empty one.

    Raises:
        DatabaseError: the database cannot be opened.
    """
    async with _connection(url) as connection:
        return await connection.run_sync(_revision)


async def upgrade(url: str) -> str:
    """Migrate to the newest revision and check foreign keys; gives back that revision.

    All in one transaction: a failed migration leaves nothing behind.

    Raises:
        DatabaseError: the database is newer than this code, cannot be opened, or has rows that
            point nowhere.
    """
    async with _connection(url) as connection:
        return await connection.run_sync(_upgrade)


@asynccontextmanager
async def _connection(url: str) -> AsyncIterator[AsyncConnection]:
    """One transaction on an engine of its own.

    SQLite's foreign keys are off on it: a table's rebuild would otherwise delete its children.
    """
    try:
        engine = create_engine(url, foreign_keys=False)
    except OSError as error:
        raise _closed(error) from error
    try:
        try:
            connection = await engine.connect().start()
        except (DBAPIError, asyncpg.PostgresError, OSError) as error:
            raise _closed(error) from error
        async with aclosing(connection), connection.begin():
            yield connection
    finally:
        await engine.dispose()


def _closed(error: Exception) -> DatabaseError:
    reason = getattr(error, "orig", None) or getattr(error, "strerror", None) or error
    return DatabaseError(f"The database cannot be opened: {reason}")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> str:
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    known = {
        script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()
    }
    current = _revision(connection)
    if current is not None and current not in known:
        raise DatabaseError(
            f"The database is newer than this version of Syllabot (revision {current}). "
            "Install the newer version, or restore a backup made before the upgrade."
        )
    if current != newest_revision():
        command.upgrade(alembic_config(connection), "head")
        if is_sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                tables = ", ".join(sorted({row[0] for row in broken}))
                raise DatabaseError(f"The upgrade would leave rows that point nowhere: {tables}.")
    return newest_revision()
