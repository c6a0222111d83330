"""Reads of papers, which belong to no group."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.models import PaperRow
from bot.arxiv.values import Paper

TEXTS = (
    PaperRow.arxiv_id,
    PaperRow.title,
    PaperRow.abstract,
    PaperRow.authors,
    PaperRow.categories,
)
"""The columns that tell what a paper is about."""


async def paper(session: AsyncSession, key: str) -> Paper | None:
    """The paper, if a feed or somebody brought it already."""
    row = await session.get(PaperRow, key)
    return None if row is None else paper_from(row)


async def papers(session: AsyncSession, keys: Collection[str]) -> dict[str, Paper]:
    """Those of these papers that somebody brought already, by key."""
    rows = await session.scalars(select(PaperRow).where(PaperRow.arxiv_id.in_(keys)))
    return {row.arxiv_id: paper_from(row) for row in rows}


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
