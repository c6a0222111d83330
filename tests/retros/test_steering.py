"""Where the reveal stands when a retro is led on early, or back (T7)."""

from __future__ import annotations

from datetime import timedelta

from bot.db import Database
from bot.retros import service, steering
from bot.retros.values import Phase
from tests.retros.circle import NOW, organiser, set_up_circle

LATER = NOW + timedelta(hours=20)


async def test_t7_facts_that_end_early_leave_the_reveal_where_it_was_announced(
    db: Database,
) -> None:
    """T7: back in the facts, there is time for them and for the cards again."""
    await set_up_circle(db)
    async with db.begin() as session:
        retro = (await service.open_retro(session, organiser())).retro
        on = await steering.go_on(session, organiser(now=LATER), retro.id, Phase.FACTS)
        assert on.phase_ends_at == on.reveal_at == retro.reveal_at == NOW + timedelta(days=3)
        back = await steering.go_back(session, organiser(now=LATER), retro.id, Phase.COLLECT)
    assert back.phase_ends_at == LATER + timedelta(days=1)
    assert back.reveal_at == LATER + timedelta(days=3)
