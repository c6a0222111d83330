"""What is stored about a person: it can be shown to them, and forgotten (M1, T3)."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.retros import card_service, service, steering
from bot.retros.data import DATA
from bot.retros.models import CardRow
from bot.retros.values import Anonymity
from tests.retros.circle import (
    ANA,
    BEN,
    GUILD,
    NOW,
    OTHER_GUILD,
    member,
    organiser,
    set_up_circle,
)


@pytest.fixture(autouse=True)
async def _circle(db: Database) -> None:
    """A named retro that was revealed, an anonymous one, and a named one that is open."""
    await set_up_circle(db)
    await hold(db, "Revealed", Anonymity.NAMED)
    await hold(db, "Secret", Anonymity.ANONYMOUS)
    await hold(db, "Hidden", Anonymity.NAMED, close=False)
    await hold(db, "Next door", Anonymity.NAMED, guild_id=OTHER_GUILD, people=(ANA,))


async def hold(
    db: Database,
    text: str,
    anonymity: Anonymity,
    *,
    guild_id: int = GUILD,
    people: tuple[int, ...] = (ANA, BEN),
    close: bool = True,
) -> None:
    async with db.begin() as session:
        outcome = await service.open_retro(session, organiser(guild_id), anonymity=anonymity)
        for user_id in people:
            author = await member(session, user_id, guild_id)
            card = f"{text} of {user_id}"
            await card_service.add_card(session, author, outcome.retro.id, 0, card)
        if close:
            await steering.close_retro(session, organiser(guild_id))


async def cards(db: Database) -> set[tuple[str, int | None, bool]]:
    async with db.read() as session:
        rows = await session.scalars(select(CardRow))
        return {(row.text, row.author_id, row.added_at is not None) for row in rows}


async def test_m1_forgetting_keeps_what_the_group_has_seen_without_a_name(db: Database) -> None:
    before = await cards(db)
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
    assert await cards(db) == before - {
        (f"Revealed of {ANA}", ANA, True),
        (f"Hidden of {ANA}", ANA, True),
    } | {(f"Revealed of {ANA}", None, False)}
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
        assert await DATA.export(session, GUILD, ANA) == {"retro_cards": []}


async def test_t3_an_export_has_named_cards_and_no_anonymous_one(db: Database) -> None:
    async with db.read() as session:
        found = await DATA.export(session, GUILD, ANA)
    rows = found["retro_cards"]
    assert {(row["text"], row["author_id"], row["added_at"]) for row in rows} == {
        (f"{text} of {ANA}", ANA, NOW.isoformat()) for text in ("Revealed", "Hidden")
    }
    assert json.loads(json.dumps(found)) == found


def test_m7_what_is_stored_is_told() -> None:
    assert any("named retro" in stored.what for stored in DATA.stored)
    assert any("anonymous retro" in stored.what for stored in DATA.stored)
