"""Papers that no group ever used are forgotten after a while."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from bot.arxiv.models import ListingRow, PaperRow
from bot.db import Database
from bot.papers import unused
from tests.live import Study
from tests.papers.group import ANA, START, announce, entry, found_group, open_round, say


async def known(db: Database) -> list[str]:
    async with db.read() as session:
        return list(await session.scalars(select(PaperRow.arxiv_id)))


async def test_old_papers_that_no_group_used_are_forgotten(db: Database) -> None:
    await found_group(db)
    await announce(db, entry(1))
    await open_round(db, now=START + timedelta(hours=3))
    await announce(db, entry(2), entry(3))
    await say(db, ANA, 3, likes=False)
    async with db.begin() as session:
        assert await unused.forget_old(session, START + timedelta(days=89)) == 0
        assert await unused.forget_old(session, START + timedelta(days=91)) == 1
        assert await session.scalar(select(func.count()).select_from(ListingRow)) == 2
    assert sorted(await known(db)) == ["2603.00001", "2603.00003"]


async def test_the_bot_forgets_them_by_itself(study: Study) -> None:
    now = study.clock.now()
    await announce(study.db, entry(1), now=now - timedelta(days=91))
    await study.clock.advance(timedelta(days=1))
    assert "2603.00001" not in await known(study.db)
