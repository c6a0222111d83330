"""Rows of a table as plain JSON values, as exports hold them."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, select
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


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value
