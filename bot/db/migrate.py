"""Bringing a database to this code's schema, before anything else touches it.

Alembic is imported only where there is something to do: most starts find nothing, and it is heavy.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.engine import async_url, create_engine
from bot.db.failures import hide_data, passing_reason
from bot.errors import DatabaseError, DatabaseUnavailable

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"

version_folders = [MIGRATIONS / "versions"]
"""Where the migrations lie: a file each, whose name begins with its revision; they sort by it."""

# One process migrates, the others wait (an arbitrary constant of ours).
_LOCK = 0x5711AB07

_LASTING_CODES = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
_OPTIONS = (
    "database.url: the database does not take an option in it (after the ?), or not that value."
)


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file: the scripts stand beside this module."""
    from alembic.config import Config  # noqa: PLC0415 - see the module's docstring

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", os.pathsep.join(map(str, version_folders)))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def newest_revision() -> str:
    """The revision that this code needs."""
    return _revisions()[-1]


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
        raise DatabaseError(f"The database cannot be opened: {error.strerror}") from error
    except (TypeError, ValueError, ArgumentError):
        raise DatabaseError(_OPTIONS) from None
    refusals: tuple[type[Exception], ...] = (DBAPIError, OSError, *_driver_errors(url))
    try:
        try:
            connection = await engine.connect().start()
        except refusals as error:
            raise _closed(error) from error
        except (TypeError, ValueError):
            # Options go to the driver as they are. What it says of them may quote a password.
            raise DatabaseError(_OPTIONS) from None
        async with aclosing(connection):
            try:
                async with connection.begin():
                    yield connection
            except DBAPIError as error:
                hide_data(error)
                if passing_reason(error) is None:
                    raise
                raise _closed(error) from error
    finally:
        await engine.dispose()


def _driver_errors(url: str) -> tuple[type[Exception], ...]:
    """What PostgreSQL's driver raises by itself while it connects."""
    if async_url(url).get_backend_name() != "postgresql":
        return ()
    import asyncpg  # noqa: PLC0415 - SQLite needs none of it

    return (asyncpg.PostgresError,)


def _closed(error: Exception) -> DatabaseError:
    """What to raise for ``error``; a file that may not be opened stays so until somebody acts."""
    origin = getattr(error, "orig", None) or error
    code = getattr(origin, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_ERROR:
        return DatabaseError(_OPTIONS)
    lasts = code in _LASTING_CODES or isinstance(error, PermissionError)
    kind = DatabaseError if lasts or passing_reason(error) is None else DatabaseUnavailable
    return kind(f"The database cannot be opened: {getattr(origin, 'strerror', None) or origin}")


def _revisions() -> list[str]:
    """All revisions that this code knows, the oldest first."""
    files = (path for folder in version_folders for path in folder.glob("[0-9]*.py"))
    return sorted(path.name.partition("_")[0] for path in files)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql(
        "SELECT version_num FROM alembic_version"
    ).scalar()
    return revision


def _upgrade(connection: Connection) -> str:
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    current = _revision(connection)
    if current is not None and current not in _revisions():
        raise DatabaseError(
            f"The database is newer than this version of Syllabot (revision {current}). "
            "Install the newer version, or restore a backup made before the upgrade."
        )
    if current != newest_revision():
        from alembic import command  # noqa: PLC0415 - see the module's docstring

        command.upgrade(alembic_config(connection), "head")
        if is_sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                tables = ", ".join(sorted({row[0] for row in broken}))
                raise DatabaseError(f"The upgrade would leave rows that point nowhere: {tables}.")
    return newest_revision()
