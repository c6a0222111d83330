"""How many statements an act takes: the same for a few cards and for many."""

from __future__ import annotations

import pytest

from bot.db import Database
from bot.groups.queries import lock_member
from bot.groups.values import MemberCaller
from bot.retros import card_service, queries, service, steering
from bot.retros.values import Anonymity, Retro
from tests.live import Study
from tests.retros.acting import opened
from tests.retros.circle import ANA, GUILD, NOW, member, organiser, set_up_circle
from tests.statements import statements


async def open_one(db: Database, cards: int = 0) -> Retro:
    """A named retro with so many cards of Ana's."""
    await set_up_circle(db)
    async with db.begin() as session:
        retro = (await service.open_retro(session, organiser(), anonymity=Anonymity.NAMED)).retro
        ana = await member(session)
        for number in range(cards):
            await card_service.add_card(session, ana, retro.id, number % 2, f"Card {number}")
    return retro


@pytest.mark.parametrize("cards", [0, 60])
async def test_a_card_takes_three_statements(db: Database, cards: int) -> None:
    """The member, the retro with its columns and the count, the card."""
    retro = await open_one(db, cards)
    with statements(db) as seen:
        async with db.begin() as session:
            found = await lock_member(session, GUILD, ANA)
            ana = MemberCaller(GUILD, ANA, False, NOW, found)
            added = await card_service.add_card(session, ana, retro.id, 0, "Pairing")
    assert added.retro.cards == cards + 1
    assert len(seen) == 3


@pytest.mark.parametrize("cards", [1, 60])
async def test_reading_and_closing_take_as_many_for_any_number_of_cards(
    db: Database, cards: int
) -> None:
    retro = await open_one(db, cards)
    async with db.begin() as session:
        ana = await member(session)
        with statements(db) as seen:
            assert len((await queries.own_cards(session, ana, retro.id)).cards) == cards
        assert len(seen) == 2
        with statements(db) as seen:
            await steering.close_retro(session, organiser())
        closing = len(seen)
        with statements(db) as seen:
            assert len((await queries.revealed_cards(session, GUILD, retro.id))[1]) == cards
        assert len(seen) == 2
    assert closing == 12


@pytest.mark.parametrize("cards", [0, 30])
@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_on_discord_a_card_takes_four_and_the_panel_that_counts_it_four(
    study: Study, cards: int
) -> None:
    ana = await study.person("Ana")
    panel = await opened(study)
    async with study.db.begin() as session:
        retro_id = await queries.find_open(session, study.guild.id)
        assert retro_id is not None
        caller = await member(session, ana.id, study.guild.id, study.clock.now())
        for number in range(cards):
            await card_service.add_card(session, caller, retro_id, 0, f"Card {number}")
    form = await ana.click(panel, "Worked")
    with statements(study.db) as seen:
        await ana.submit(form, {"Your card": "Pairing"})
        await ana.until(lambda: f"{cards + 1} card" in str(panel.components))
    assert len(seen) == 8
