"""The reveal leaves no mark in the database of the order in which anonymous cards were written."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Act, Database
from bot.groups import service as groups
from bot.retros import card_service, service, steering
from bot.retros.values import PHASE, Anonymity, Phase, PhaseEnd
from bot.scheduling import Delivery, DeliveryFailure, DeliveryStatus
from tests.retros.circle import ANA, GUILD, NOW, member, organiser, set_up_circle

# As many as make one chance order in 24! equal to the order of writing.
WRITTEN = [f"card {number:02}" for number in range(24)]


@pytest.fixture(autouse=True)
async def _circle(db: Database) -> None:
    await set_up_circle(db)


async def _closed_early(session: AsyncSession, _retro_id: int) -> None:
    await steering.close_retro(session, organiser())


async def _revealed(session: AsyncSession, retro_id: int) -> None:
    facts = PhaseEnd(retro_id, Phase.FACTS)
    await steering.phase_over(session, GUILD, facts, now=NOW + timedelta(days=1))
    cards = PhaseEnd(retro_id, Phase.COLLECT)
    await steering.phase_over(session, GUILD, cards, now=NOW + timedelta(days=3))


async def _not_posted(session: AsyncSession, retro_id: int) -> None:
    subject = str(PhaseEnd(retro_id, Phase.FACTS))
    about = Delivery(1, GUILD, None, PHASE, subject, NOW.date(), NOW, 1, "once")
    failed = DeliveryFailure(about, DeliveryStatus.MISSED, "the channel is gone")
    await steering.phase_failed(session, failed, NOW)


async def _write(db: Database, anonymity: Anonymity) -> int:
    async with db.begin() as session:
        retro = (await service.open_retro(session, organiser(), anonymity=anonymity)).retro
    for each in WRITTEN:
        async with db.begin() as session:
            ana = await member(session, ANA)
            await card_service.add_card(session, ana, retro.id, 0, each)
    return retro.id


async def _rows(db: Database) -> Sequence[Any]:
    """What the database itself knows of each card, in the order in which it keeps them."""
    is_postgres = db.engine.dialect.name == "postgresql"
    kept, by = ("ctid", "xmin::text") if is_postgres else ("rowid", "''")
    async with db.read() as session:
        rows = await session.execute(
            text(f"SELECT id, text, {by} AS written_by FROM retro_cards ORDER BY {kept}")
        )
        return rows.all()


@pytest.mark.parametrize("close", [_closed_early, _revealed, _not_posted])
async def test_t3_the_reveal_writes_anonymous_cards_anew_in_random_order(
    db: Database, close: Callable[[AsyncSession, int], Awaitable[None]]
) -> None:
    """T3: neither place, transaction nor id of a row tells when its card was written."""
    retro_id = await _write(db, Anonymity.ANONYMOUS)
    before = await _rows(db)
    async with db.begin() as session:
        await close(session, retro_id)
    after = await _rows(db)
    assert sorted(row.text for row in after) == WRITTEN
    assert [row.text for row in after] != [row.text for row in before]
    assert [row.text for row in after] != WRITTEN
    assert len({row.written_by for row in after}) == 1
    assert {row.id for row in after}.isdisjoint(row.id for row in before)


async def test_named_cards_stay_the_rows_they_were(db: Database) -> None:
    """Their order is public anyway, and what points at them still does."""
    retro_id = await _write(db, Anonymity.NAMED)
    before = await _rows(db)
    async with db.begin() as session:
        await _revealed(session, retro_id)
    assert await _rows(db) == before


async def test_t3_no_transaction_ties_a_hidden_anonymous_card_to_who_wrote_it(db: Database) -> None:
    """T3: what acts are known by, and the member whom they lock, were written beside all cards."""
    async with db.begin() as session:
        opened = await service.open_retro(session, organiser(), anonymity=Anonymity.ANONYMOUS)
    for number, each in enumerate(WRITTEN):
        act = Act(db, 1000 + number, f"form-{number}", NOW)
        async with act.begin(once_a_form=True) as session:
            await groups.lock_member(session, GUILD, ANA)
            ana = await member(session, ANA)
            await card_service.add_card(session, ana, opened.retro.id, 0, each)
    rows = await _rows(db)
    assert sorted(row.text for row in rows) == WRITTEN
    assert [row.text for row in rows] != WRITTEN
    assert len({row.written_by for row in rows}) == 1


async def test_t3_four_who_write_at_once_lose_no_anonymous_card(db: Database) -> None:
    async with db.begin() as session:
        opened = await service.open_retro(session, organiser(), anonymity=Anonymity.ANONYMOUS)

    async def write(card: str) -> None:
        async with db.begin() as session:
            ana = await member(session, ANA)
            await card_service.add_card(session, ana, opened.retro.id, 0, card)

    await asyncio.gather(*map(write, WRITTEN[:4]))
    await asyncio.gather(*map(write, WRITTEN[4:8]))
    assert sorted(row.text for row in await _rows(db)) == WRITTEN[:8]
