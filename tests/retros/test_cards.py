"""Cards: hidden until the reveal, and without a trace of their author where so agreed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.errors import NotFound, NotSetUp, UserError
from bot.retros import card_service, queries, service, steering
from bot.retros.models import CardRow, RetroRow
from bot.retros.values import Anonymity, Card, Retro
from tests.retros.circle import (
    ANA,
    BEN,
    GUILD,
    NOW,
    OTHER_GUILD,
    STRANGER,
    member,
    organiser,
    set_up_circle,
)


@pytest.fixture(autouse=True)
async def _circle(db: Database) -> None:
    await set_up_circle(db)


async def opened(db: Database, anonymity: Anonymity = Anonymity.NAMED) -> Retro:
    async with db.begin() as session:
        return (await service.open_retro(session, organiser(), anonymity=anonymity)).retro


async def add(
    db: Database,
    retro_id: int,
    text: str = "Fridays",
    *,
    user: int = ANA,
    guild: int = GUILD,
    position: int = 0,
) -> Card:
    async with db.begin() as session:
        caller = await member(session, user, guild)
        return (await card_service.add_card(session, caller, retro_id, position, text)).card


async def test_t2_cards_are_hidden_until_the_reveal_and_then_all_there(db: Database) -> None:
    """T2: before the reveal only a count; afterwards every card in its column."""
    retro = await opened(db)
    await add(db, retro.id, "Pairing worked", user=ANA, position=0)
    await add(db, retro.id, "Shorter calls", user=BEN, position=1)
    async with db.begin() as session:
        ana = await member(session)
        with pytest.raises(UserError, match="hidden until the reveal"):
            await queries.revealed_cards(session, GUILD, retro.id)
        assert (await queries.current_retro(session, ana)).cards == 2
        await steering.close_retro(session, organiser())
        _, shown = await queries.revealed_cards(session, GUILD, retro.id)
    assert [(card.position, card.author_id, card.text) for card in shown] == [
        (0, ANA, "Pairing worked"),
        (1, BEN, "Shorter calls"),
    ]


async def test_t2_a_member_sees_and_changes_own_named_cards_only(db: Database) -> None:
    """T2: own named cards are visible, editable and removable until the reveal; others' are not."""
    retro = await opened(db)
    mine = await add(db, retro.id, "Pairing worked")
    async with db.begin() as session:
        ana, ben = await member(session), await member(session, BEN)
        next_door = await member(session, ANA, OTHER_GUILD)
        assert (await queries.own_cards(session, ana, retro.id)).cards == [mine]
        assert (await queries.own_cards(session, ben, retro.id)).cards == []
        for act in (
            queries.own_card(session, ben, mine.id),
            card_service.edit_card(session, ben, mine.id, "mine now"),
            card_service.remove_card(session, ben, mine.id),
            card_service.edit_card(session, next_door, mine.id, "from next door"),
        ):
            with pytest.raises(NotFound):
                await act
        edited = await card_service.edit_card(session, ana, mine.id, "Pairing worked well")
        assert [card.text for card in edited.cards] == ["Pairing worked well"]
    async with db.begin() as session:
        assert (await queries.own_card(session, ana, mine.id)).text == "Pairing worked well"
        left = await card_service.remove_card(session, ana, mine.id)
        assert (left.retro.cards, left.cards) == (0, [])
        with pytest.raises(NotFound):
            await card_service.remove_card(session, ana, mine.id)
        assert (await queries.current_retro(session, ana)).cards == 0


async def test_t2_nothing_changes_after_the_reveal(db: Database) -> None:
    """T2: a late card, edit or removal is refused, and the retro stays as revealed."""
    retro = await opened(db)
    mine = await add(db, retro.id, "Pairing worked")
    async with db.begin() as session:
        await steering.close_retro(session, organiser())
    async with db.read() as session:
        ana = await member(session)
    late: tuple[Callable[[AsyncSession], Awaitable[object]], ...] = (
        lambda session: card_service.add_card(session, ana, retro.id, 0, "late"),
        lambda session: card_service.edit_card(session, ana, mine.id, "late"),
        lambda session: card_service.remove_card(session, ana, mine.id),
    )
    for act in late:
        with pytest.raises(UserError, match="closed meanwhile"):
            async with db.begin() as session:
                await act(session)
    async with db.read() as session:
        _, shown = await queries.revealed_cards(session, GUILD, retro.id)
    assert [card.text for card in shown] == ["Pairing worked"]


async def test_t3_an_anonymous_card_leaves_no_trace_of_its_author(db: Database) -> None:
    """T3: no column of any row about the card holds the author, a time, or a counting id."""
    retro = await opened(db, Anonymity.ANONYMOUS)
    added = [await add(db, retro.id, f"card {n}", user=BEN) for n in range(8)]
    async with db.begin() as session:
        ben = await member(session, BEN)
        assert (await queries.own_cards(session, ben, retro.id)).cards == []
        with pytest.raises(NotFound):
            await queries.own_card(session, ben, added[0].id)
        rows = list(await session.scalars(select(CardRow)))
        await steering.close_retro(session, organiser())
        _, shown = await queries.revealed_cards(session, GUILD, retro.id)
    for row in rows:
        values = {c.key: getattr(row, c.key) for c in inspect(CardRow).column_attrs}
        assert BEN not in values.values()
        assert values["author_id"] is None
        assert values["added_at"] is None
    assert {card.author_id for card in shown} == {None}
    assert {card.text for card in shown} == {card.text for card in added}
    assert [card.id for card in shown] == sorted(card.id for card in shown)
    assert [card.id for card in added] != sorted(card.id for card in added)


async def test_t3_the_database_refuses_an_author_and_a_loosened_level(db: Database) -> None:
    """T3: neither can an anonymous card get an author, nor its retro become a named one."""
    retro = await opened(db, Anonymity.ANONYMOUS)
    await add(db, retro.id)
    for statement in (
        update(CardRow).values(author_id=ANA),
        update(CardRow).values(added_at=NOW),
        update(CardRow).values(anonymity=Anonymity.NAMED),
        update(RetroRow).values(anonymity=Anonymity.NAMED),
    ):
        with pytest.raises(IntegrityError):
            async with db.begin() as session:
                await session.execute(statement)


async def test_cards_are_checked(db: Database) -> None:
    """Empty, over-long and foreign cards are refused; what a database cannot hold is left out."""
    retro = await opened(db)
    blanks = [(blank, "empty") for blank in (" \n", "\0", "\u3164", "\u2800 \u2800")]
    for wrong, problem in (*blanks, ("x" * 4001, "4,001 characters")):
        with pytest.raises(UserError, match=problem):
            await add(db, retro.id, wrong)
    for position in (2, -1, 2**40):
        with pytest.raises(NotFound):
            await add(db, retro.id, position=position)
    with pytest.raises(NotFound):
        await add(db, retro.id + 1)
    with pytest.raises(NotFound):
        await add(db, retro.id, guild=OTHER_GUILD)
    with pytest.raises(NotSetUp):
        await add(db, retro.id, user=STRANGER)
    assert (await add(db, retro.id, " a\0b\ud800 ")).text == "ab"
    assert len((await add(db, retro.id, "*" * 4000)).text) == 4000


async def test_a_card_at_closing_time_is_in_before_the_reveal_or_refused(db: Database) -> None:
    """Cards racing with the close are either in the summary or told that they are late."""
    retro = await opened(db)

    async def late(n: int) -> bool:
        try:
            await add(db, retro.id, f"card {n}", user=BEN)
        except UserError:
            return False
        return True

    async def close() -> int:
        async with db.begin() as session:
            await steering.close_retro(session, organiser(now=NOW + timedelta(hours=1)))
        async with db.begin() as session:
            return len((await queries.revealed_cards(session, GUILD, retro.id))[1])

    *kept, revealed = await asyncio.gather(*(late(n) for n in range(6)), close())
    assert revealed == sum(map(bool, kept))
    async with db.read() as session:
        count = await session.scalar(text("SELECT count(*) FROM retro_cards"))
    assert count == revealed
