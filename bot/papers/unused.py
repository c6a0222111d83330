"""Forgetting papers that no group ever used."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, or_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.models import PaperRow
from bot.interests.models import OpinionRow
from bot.papers.models import NominationRow, RoundRow, ShortlistRow

KEPT = timedelta(days=90)
"""Papers that no group ever listed or nominated, nor anybody judged, are forgotten after this."""


async def forget_old(session: AsyncSession, now: datetime) -> int:
    """Delete papers that came long ago and that no group ever used; gives back how many."""
    used = [
        exists().where(NominationRow.arxiv_id == PaperRow.arxiv_id),
        exists().where(ShortlistRow.arxiv_id == PaperRow.arxiv_id),
        exists().where(OpinionRow.arxiv_id == PaperRow.arxiv_id),
        exists().where(RoundRow.winner_id == PaperRow.arxiv_id),
    ]
    gone = await session.execute(
        delete(PaperRow)
        .where(PaperRow.seen_at < now - KEPT, ~or_(*used))
        .returning(PaperRow.arxiv_id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
