"""How many statements an act takes: the same for a few actions and for many."""

from __future__ import annotations

import pytest

from bot.actions import queries, service
from bot.actions.values import ActionStatus
from bot.db import Database
from bot.groups.values import InsiderCaller
from bot.retros import service as retros
from tests.retros.circle import ANA, GUILD, NOW, member, organiser, set_up_circle
from tests.statements import statements


@pytest.mark.parametrize("actions", [1, 40])
async def test_acts_and_lists_take_as_many_for_any_number_of_actions(
    db: Database, actions: int
) -> None:
    await set_up_circle(db)
    caller = InsiderCaller(GUILD, ANA, False, NOW)
    async with db.begin() as session:
        ana = await member(session)
        retro = (await retros.open_retro(session, organiser())).retro
        for number in range(actions):
            with statements(db) as adding:
                action = await service.add_action(
                    session,
                    ana,
                    text=f"Action {number}",
                    owner_id=ANA,
                    due="friday",
                    retro_id=retro.id,
                )
        with statements(db) as marking:
            await service.set_status(session, caller, action.id, ActionStatus.DONE)
        with statements(db) as listing:
            assert len((await queries.list_actions(session, caller)).actions) == actions
        with statements(db) as reviewing:
            await queries.review(session, caller, retro.id)
    counts = [len(seen) for seen in (adding, marking, listing, reviewing)]
    assert counts == [11, 10, 1, 2]
