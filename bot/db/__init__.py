"""The database: engine, units of work, column types, migrations.

``Database.begin()`` is the unit of work of every entry point: it commits on leaving, rolls back on
an exception. ``Database.read()`` is its read-only sibling, which never waits behind a writer.
"""

from bot.db.acts import Act
from bot.db.base import Base
from bot.db.engine import Database, UnitsOfWork, async_url
from bot.db.insert import insert
from bot.db.migrate import current_revision, newest_revision, upgrade
from bot.db.random_text import RandomText
from bot.db.retention import Retention, purge_all, with_ended
from bot.db.types import (
    PatternText,
    RowId,
    Snowflake,
    UtcDateTime,
    enum_column,
    weekday_bits,
    weekdays_in,
)

__all__ = [
    "Act",
    "Base",
    "Database",
    "PatternText",
    "RandomText",
    "Retention",
    "RowId",
    "Snowflake",
    "UnitsOfWork",
    "UtcDateTime",
    "async_url",
    "current_revision",
    "enum_column",
    "insert",
    "newest_revision",
    "purge_all",
    "upgrade",
    "weekday_bits",
    "weekdays_in",
    "with_ended",
]
