"""What going back from the talk, and from the vote, does to votes and threads (T5, T7)."""

from __future__ import annotations

from sqlalchemy import select

from bot.db import Database
from bot.retros import card_service, service, steering
from bot.retros.values import Phase
from bot.scheduling.models import ScheduleRow
from bot.themes import service as themes
from bot.themes.models import VoteRow
from bot.themes.values import DISCUSS
from tests.retros.circle import ANA, member, organiser, set_up_circle


async def test_t5_grouping_anew_begins_the_vote_anew_and_calls_no_threads(
    composed_db: Database,
) -> None:
    """T5, T7: from the talk back to the vote, whose threads are not due; then to the grouping."""
    await set_up_circle(composed_db)
    threads = select(ScheduleRow.id).where(
        ScheduleRow.kind == DISCUSS, ScheduleRow.next_due_at.is_not(None)
    )
    async with composed_db.begin() as session:
        retro = (await service.open_retro(session, organiser())).retro
        ana = await member(session, ANA)
        for text in ("Pairing", "Calls"):
            await card_service.add_card(session, ana, retro.id, 0, text)
        for phase in (Phase.FACTS, Phase.COLLECT, Phase.GROUP):
            await steering.go_on(session, organiser(), retro.id, phase)
        await themes.cast(session, ana, retro.id, 0, 1)
        await steering.go_on(session, organiser(), retro.id, Phase.VOTE)
        assert (await session.scalars(threads)).all()
        await steering.go_back(session, organiser(), retro.id, Phase.DISCUSS)
        assert not (await session.scalars(threads)).all()
        assert (await session.scalars(select(VoteRow.votes))).all() == [1]
        await steering.go_back(session, organiser(), retro.id, Phase.VOTE)
        assert (await session.scalars(select(VoteRow.votes))).all() == []
