"""Cards: hidden until the reveal, and without a trace of their author where so agreed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from bot.db import Database
from bot.errors import NotFound, NotSetUp, UserError
from bot.retros import cards
from bot.retros import service as retros
from bot.retros.models import Anonymity, CardRow, RetroRow
from tests.retros.circle import ANA, BEN, GUILD, NOW, OTHER_GUILD, STRANGER, set_up_circle


@pytest.fixture(autouse=True)
async def _circle(db: Database) -> None:
    await set_up_circle(db)


async def opened(db: Database, anonymity: Anonymity = Anonymity.NAMED) -> retros.Retro:
    async with db.begin() as session:
        return (await retros.open_retro(session, GUILD, anonymity=anonymity, now=NOW)).retro


async def add(db: Database, retro_id: int, text: str = "Fridays", **how: int) -> cards.Card:
    async with db.begin() as session:
        return await cards.add_card(
            session,
            how.get("guild", GUILD),
            how.get("user", ANA),
            retro_id,
            how.get("position", 0),
            text,
            now=NOW,
        )


async def test_t2_cards_are_hidden_until_the_reveal_and_then_all_there(db: Database) -> None:
    """T2: before the reveal only a count; afterwards every card in its column."""
    retro = await opened(db)
    await add(db, retro.id, "Pairing worked", user=ANA, position=0)
    await add(db, retro.id, "Shorter calls", user=BEN, position=1)
    async with db.begin() as session:
        with pytest.raises(UserError, match="hidden until the reveal"):
            await cards.revealed_cards(session, GUILD, retro.id)
        assert (await retros.current_retro(session, GUILD)).cards == 2
        await retros.close_retro(session, GUILD, now=NOW)
        _, shown = await cards.revealed_cards(session, GUILD, retro.id)
    assert [(card.position, card.author_id, card.text) for card in shown] == [
        (0, ANA, "Pairing worked"),
        (1, BEN, "Shorter calls"),
    ]


async def test_t2_a_member_sees_and_changes_own_named_cards_only(db: Database) -> None:
    """T2: own named cards are visible, editable and removable until the reveal; others' are not."""
    retro = await opened(db)
    mine = await add(db, retro.id, "Pairing worked")
    async with db.begin() as session:
        assert await cards.own_cards(session, GUILD, ANA, retro.id) == [mine]
        assert await cards.own_cards(session, GUILD, BEN, retro.id) == []
        for act in (
            cards.own_card(session, GUILD, BEN, mine.id),
            cards.edit_card(session, GUILD, BEN, mine.id, "mine now"),
            cards.remove_card(session, GUILD, BEN, mine.id),
            cards.edit_card(session, OTHER_GUILD, ANA, mine.id, "from next door"),
        ):
            with pytest.raises(NotFound):
                await act
        await cards.edit_card(session, GUILD, ANA, mine.id, "Pairing worked well")
    async with db.begin() as session:
        assert (await cards.own_card(session, GUILD, ANA, mine.id)).text == "Pairing worked well"
        await cards.remove_card(session, GUILD, ANA, mine.id)
        with pytest.raises(NotFound):
            await cards.remove_card(session, GUILD, ANA, mine.id)
        assert (await retros.current_retro(session, GUILD)).cards == 0


async def test_t2_nothing_changes_after_the_reveal(db: Database) -> None:
    """T2: a late card, edit or removal is refused, and the retro stays as revealed."""
    retro = await opened(db)
    mine = await add(db, retro.id, "Pairing worked")
    async with db.begin() as session:
        await retros.close_retro(session, GUILD, now=NOW)
    for late in (
        lambda session: cards.add_card(session, GUILD, ANA, retro.id, 0, "late", now=NOW),
        lambda session: cards.edit_card(session, GUILD, ANA, mine.id, "late"),
        lambda session: cards.remove_card(session, GUILD, ANA, mine.id),
    ):
        with pytest.raises(UserError, match="closed meanwhile"):
            async with db.begin() as session:
                await late(session)
    async with db.read() as session:
        _, shown = await cards.revealed_cards(session, GUILD, retro.id)
    assert [card.text for card in shown] == ["Pairing worked"]


async def test_t3_an_anonymous_card_leaves_no_trace_of_its_author(db: Database) -> None:
    """T3: no column of any row about the card holds the author, a time, or a counting id."""
    retro = await opened(db, Anonymity.ANONYMOUS)
    added = [await add(db, retro.id, f"card {n}", user=BEN) for n in range(8)]
    async with db.begin() as session:
        assert await cards.own_cards(session, GUILD, BEN, retro.id) == []
        with pytest.raises(NotFound):
            await cards.own_card(session, GUILD, BEN, added[0].id)
        rows = list(await session.scalars(select(CardRow)))
        await retros.close_retro(session, GUILD, now=NOW)
        _, shown = await cards.revealed_cards(session, GUILD, retro.id)
    for row in rows:
        values = {c.key: getattr(row, c.key) for c in inspect(CardRow).column_attrs}
        assert BEN not in values.values()
        assert values["author_id"] is None
        assert values["added_at"] is None
    assert {card.author_id for card in shown} == {None}
    assert [card.id for card in shown] == sorted(card.id for card in added)
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
    for wrong, problem in ((" \n", "empty"), ("\0", "empty"), ("x" * 4001, "4,001 characters")):
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

    async def close() -> list[cards.Card]:
        async with db.begin() as session:
            await retros.close_retro(session, GUILD, now=NOW + timedelta(hours=1))
        async with db.begin() as session:
            return (await cards.revealed_cards(session, GUILD, retro.id))[1]

    *kept, revealed = await asyncio.gather(*(late(n) for n in range(6)), close())
    assert len(revealed) == sum(map(bool, kept))
    async with db.read() as session:
        count = await session.scalar(text("SELECT count(*) FROM retro_cards"))
    assert count == len(revealed)
