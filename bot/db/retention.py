"""What is kept for a stated time only, and how it ends: a small portion at a time.

Each portion is a short transaction of its own that waits for nobody: rows that somebody holds are
left for the next run. So whatever is cut off goes on with the next portion.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Date, Select, delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.db.base import Base
from bot.db.engine import Database

PORTION = 500
"""Rows that one transaction removes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Rows of a table end when ``kept`` has passed since the instant, or date, in ``since``.

    ``only`` says which of them, where it is not all; it may ask the session what is composed.
    """

    since: InstrumentedAttribute[Any]
    kept: timedelta
    only: Callable[[AsyncSession], ColumnElement[bool]] | None = None

    @property
    def table(self) -> type[Base]:
        """The table whose rows end."""
        return cast("type[Base]", self.since.class_)

    async def purge(self, session: AsyncSession, now: datetime, *, limit: int = PORTION) -> int:
        """Remove up to ``limit`` rows whose time is over, the oldest first; gives back how many."""
        over = self.over(session, now).order_by(self.since)
        portion = over.limit(limit).with_for_update(skip_locked=True)
        # Materialized, or PostgreSQL may ask for another portion for each row.
        chosen = portion.cte("chosen").prefix_with("MATERIALIZED")
        connection = await session.connection()
        gone = await connection.execute(
            delete(self.table).where(tuple_(*self._key).in_(select(chosen))).returning(self.since)
        )
        return len(gone.all())

    def over(self, session: AsyncSession, now: datetime) -> Select[Any]:
        """Select the keys of the rows whose time is over."""
        end = now - self.kept
        is_date = isinstance(self.since.type, Date)
        over = select(*self._key).where(self.since < (end.date() if is_date else end))
        return over if self.only is None else over.where(self.only(session))

    @property
    def _key(self) -> list[Column[Any]]:
        return list(Base.metadata.tables[self.table.__tablename__].primary_key)


async def with_ended(
    db: Database, retentions: Sequence[Retention], now: datetime
) -> list[Retention]:
    """Those with a row whose time is over, by one read: mostly there is none."""
    if not retentions:
        return []
    async with db.read() as session:
        asked = select(*(each.over(session, now).exists() for each in retentions))
        found = (await session.execute(asked)).one()
    return [each for each, is_over in zip(retentions, found, strict=True) if is_over]


async def purge_all(
    db: Database, retention: Retention, now: datetime, *, portion: int = PORTION
) -> int:
    """Remove every row whose time is over, in portions that let others write between them."""
    total, gone = 0, portion
    while gone == portion:
        async with db.begin() as session:
            gone = await retention.purge(session, now, limit=portion)
        total += gone
    return total
