"""What people have done, so that nothing is done twice.

Two processes on one token are told of the same interactions, by a slip or while an old one drains.
A form whose answer was late or lost stays open and is sent again, as another interaction. So the
first unit of work of an act stores what the act is known by, in the act's own transaction: its
interaction's id, or for a form that makes a new row the key that the form was opened with. Whoever
comes second waits for the first one's transaction, and finds it stored unless that one failed.

The rows name nobody and say nothing of what was done.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base
from bot.db.engine import Database
from bot.db.insert import insert
from bot.db.retention import Retention
from bot.db.types import Snowflake
from bot.errors import DoneBefore, DoneElsewhere

KEPT = timedelta(days=1)
"""For how long an act is known; an interaction can be answered for 15 minutes."""


class ActRow(Base):
    """An act that was done: ``key`` is what it is known by, once in the table."""

    __tablename__ = "acts"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    interaction_id: Mapped[Snowflake]
    done_at: Mapped[datetime] = mapped_column(index=True)


class Act:
    """The units of work of one act, whose first commit does it once and for all."""

    def __init__(
        self, db: Database, interaction_id: int, form_key: str | None, now: datetime
    ) -> None:
        """An act that Discord told of at ``now``; ``form_key`` is that of the form it sent."""
        self._db = db
        self._interaction_id = interaction_id
        self._form_key = form_key
        self.now = now
        self._is_stored = False

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        """As `Database.read`."""
        return self._db.read()

    @asynccontextmanager
    async def begin(self, *, once_a_form: bool = False) -> AsyncIterator[AsyncSession]:
        """As `Database.begin`; with ``once_a_form`` a form that is sent again does nothing.

        Raises:
            DoneElsewhere: another process does, or did, the same.
            DoneBefore: the form was sent before.
        """
        async with self._db.begin() as session:
            if not self._is_stored:
                await self._store(session, self._form_key if once_a_form else None)
            yield session
        self._is_stored = True

    async def is_done_elsewhere(self) -> bool:
        """Whether another process did this: what stands in the way here may be what it did."""
        if self._is_stored:
            return False
        keys = [key for key in (str(self._interaction_id), self._form_key) if key]
        theirs = select(ActRow.key).where(
            ActRow.key.in_(keys), ActRow.interaction_id == self._interaction_id
        )
        async with self._db.read() as session:
            return await session.scalar(theirs.limit(1)) is not None

    async def _store(self, session: AsyncSession, form_key: str | None) -> None:
        key = form_key or str(self._interaction_id)
        connection = await session.connection()
        storing = insert(session, ActRow).values(
            key=key, interaction_id=self._interaction_id, done_at=self.now
        )
        stored: CursorResult[Any] = await connection.execute(storing.on_conflict_do_nothing())
        if stored.rowcount:
            return
        first = await session.scalar(select(ActRow.interaction_id).where(ActRow.key == key))
        raise DoneElsewhere if first == self._interaction_id else DoneBefore


RETENTION = Retention(since=ActRow.done_at, kept=KEPT)
"""When nobody can repeat an act any more, it ends."""
