"""Forgetting papers that no group ever used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, or_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.models import PaperRow
from bot.db import Base

KEPT = timedelta(days=90)
"""Papers to which nothing of any group leads are forgotten after this."""


async def forget_old(session: AsyncSession, now: datetime) -> int:
    """Delete papers that came long ago and that no group ever used; gives back how many."""
    gone = await session.execute(
        delete(PaperRow)
        .where(PaperRow.seen_at < now - KEPT, ~or_(*_uses()))
        .returning(PaperRow.arxiv_id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


def _uses() -> Iterator[ColumnElement[bool]]:
    """Whether a paper is used, for each table that leads to one and does not go with it.

    They are found by their foreign keys: those of features above are among them.
    """
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is PaperRow.__table__ and key.ondelete != "CASCADE":
                yield exists().where(key.parent == PaperRow.arxiv_id)
