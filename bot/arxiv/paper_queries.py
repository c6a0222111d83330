"""Reads of papers, which belong to no group."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.models import PaperRow
from bot.arxiv.values import Paper


async def paper(session: AsyncSession, key: str) -> Paper | None:
    """The paper, if a feed or somebody brought it already."""
    row = await session.get(PaperRow, key)
    return None if row is None else paper_from(row)


def paper_from(row: PaperRow) -> Paper:
    """The value of a paper's row."""
    return Paper(
        key=row.arxiv_id,
        title=row.title,
        authors=tuple(row.authors),
        abstract=row.abstract,
        categories=tuple(row.categories),
        is_withdrawn=row.is_withdrawn,
        venue=row.venue,
    )
