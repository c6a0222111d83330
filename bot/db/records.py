"""Rows of tables as plain JSON values, as exports hold them, and a person's rows removed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.base import Base


async def records(
    session: AsyncSession, table: type[Base], *where: ColumnElement[bool]
) -> list[dict[str, Any]]:
    """The rows of ``table`` for which all of ``where`` holds, by its key; values by column.

    Dates, times and instants are in ISO's form (instants in UTC), enums are their values.
    """
    columns = table.__table__
    found = await session.execute(select(columns).where(*where).order_by(*columns.primary_key))
    return [{name: _plain(value) for name, value in row._mapping.items()} for row in found]


async def records_of_person(
    session: AsyncSession, guild_id: int, user_id: int, tables: Iterable[type[Base]]
) -> dict[str, list[dict[str, Any]]]:
    """A person's rows in each of ``tables``, by its name; all have ``guild_id`` and ``user_id``."""
    return {
        table.__tablename__: await records(session, table, *_theirs(table, guild_id, user_id))
        for table in tables
    }


async def delete_of_person(
    session: AsyncSession, guild_id: int, user_id: int, tables: Iterable[type[Base]]
) -> None:
    """Remove a person's rows from each of ``tables``, in their order."""
    for table in tables:
        await session.execute(
            delete(table)
            .where(*_theirs(table, guild_id, user_id))
            .execution_options(synchronize_session=False)
        )


def _theirs(
    table: type[Base], guild_id: int, user_id: int
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    columns = table.__table__.c
    return columns.guild_id == guild_id, columns.user_id == user_id


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value
