"""INSERT that can give way to a row that is already there, on both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.base import Base


def insert(session: AsyncSession, table: type[Base]) -> Any:
    """An INSERT with ``on_conflict_do_nothing`` and ``on_conflict_do_update``.

    Two clicks may come at once: what is looked up first and inserted then would fail.
    """
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - SQLite need not load its drivers

    return postgresql.insert(table)
