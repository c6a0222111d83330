"""A clock that stands ahead closes votes and retros; once it is right again, they go on."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from bot.papers.models import RoundRow
from bot.retros.models import CardRow, RetroRow
from sandbox import ActingUser
from tests.clock_ahead import ahead
from tests.live import Study
from tests.papers.test_wire import CLOSES
from tests.papers.test_wire import opened as shortlist_opened
from tests.retros.acting import opened as retro_opened
from tests.retros.acting import posted, text_of, write


async def closed_retros(study: Study) -> int:
    async with study.db.read() as session:
        closed = select(func.count()).select_from(RetroRow).where(RetroRow.closed_at.is_not(None))
        return await session.scalar(closed) or 0


async def test_a_vote_that_was_closed_ahead_of_its_time_goes_on(study: Study) -> None:
    ana: ActingUser = await study.person("Ana")
    shortlist = await shortlist_opened(study)
    # So late that the closing is missed, and no later one is due yet.
    await ahead(study, timedelta(days=10, hours=20))
    async with study.db.read() as session:
        assert await session.scalar(select(RoundRow.closed_at)) is None
    ballot = await ana.click(shortlist, "Vote")
    assert "over" not in ballot.text
    await study.clock.move_to(CLOSES)
    async with study.db.read() as session:
        assert await session.scalar(select(RoundRow.closed_at)) == CLOSES


async def test_a_retro_that_was_closed_ahead_of_its_time_takes_cards_again(study: Study) -> None:
    ana = await study.person("Ana")
    panel = await retro_opened(study, anonymity="anonymous")
    await write(ana, panel, "Worked", "First")
    await ahead(study, timedelta(days=90))
    assert await closed_retros(study) == 0
    await write(ana, panel, "Worked", "Second")
    async with study.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(CardRow)) == 2
    asked = await study.organiser.slash("retro close")
    await study.organiser.click(asked, "Close and reveal")
    await study.clock.advance(timedelta())
    assert await closed_retros(study) == 1
    assert "Second" in text_of(posted(study)[-1])
