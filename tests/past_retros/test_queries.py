"""What is read of retros that are over: whole, of this group alone, in as many statements."""

from __future__ import annotations

from datetime import date

import pytest

from bot.actions import service as actions
from bot.db import Database
from bot.errors import NotFound, NotSetUp, UserError
from bot.groups.values import InsiderCaller
from bot.past_retros import queries
from bot.past_retros.values import Archive, PastRetro
from bot.retros import card_service, service, steering
from bot.retros.values import Anonymity, Phase, Plan
from bot.themes import service as themes
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
from tests.statements import statements


@pytest.fixture(autouse=True)
async def _circle(composed_db: Database) -> None:
    await set_up_circle(composed_db)


def insider(guild_id: int = GUILD) -> InsiderCaller:
    return InsiderCaller(guild_id, ANA, False, NOW)


async def held(db: Database, anonymity: Anonymity = Anonymity.NAMED, *, cards: int = 4) -> int:
    """A retro from its opening to its end, with a theme, votes, a comment and an action."""
    async with db.begin() as session:
        retro = (await service.open_retro(session, organiser(), anonymity=anonymity)).retro
        ana, ben = await member(session), await member(session, BEN)
        for n in range(cards):
            await card_service.add_card(session, ana, retro.id, n % 2, f"Card {n}")
        for phase in (Phase.FACTS, Phase.COLLECT):
            await steering.go_on(session, organiser(), retro.id, phase)
        await card_service.add_comment(session, ben, retro.id, 1, "Late")
        await themes.merge(session, ana, retro.id, [0, 1])
        await themes.rename(session, ana, retro.id, 0, "Calls")
        await steering.go_on(session, organiser(), retro.id, Phase.GROUP)
        await themes.cast(session, ben, retro.id, 0, 1)
        for phase in (Phase.VOTE, Phase.DISCUSS):
            await steering.go_on(session, organiser(), retro.id, phase)
        await actions.add_action(
            session, ana, text="Agenda", owner_id=None, due="2026-03-20", retro_id=retro.id
        )
        await steering.close_retro(session, organiser())
    return retro.id


async def read(db: Database, guild_id: int = GUILD) -> Archive:
    async with db.read() as session:
        return await queries.archive(session, insider(guild_id))


def texts(past: PastRetro) -> set[str]:
    return {card.text for card in past.all_cards}


@pytest.mark.parametrize("anonymity", Anonymity)
async def test_d2_a_retro_is_read_whole(composed_db: Database, anonymity: Anonymity) -> None:
    """D2, T3: every card once, in its theme or not; comments apart; authors where they show."""
    retro_id = await held(composed_db, anonymity)
    [past] = (await read(composed_db)).retros
    assert (past.retro.id, past.held_on, past.retro.cards) == (retro_id, date(2026, 3, 2), 4)
    [made] = past.themes
    assert (made.title, made.votes, made.rank, len(made.cards)) == ("Calls", 1, 1, 2)
    assert texts(past) == {f"Card {n}" for n in range(4)}
    assert len(past.cards) == 2
    assert [card.text for card in past.comments] == ["Late"]
    assert [each.text for each in past.actions] == ["Agenda"]
    is_named = anonymity is Anonymity.NAMED
    assert {card.author_id for card in past.all_cards} == {ANA if is_named else None}
    assert [card.author_id for card in past.comments] == [BEN if is_named else None]


async def test_t2_nothing_of_a_retro_that_goes_on_is_read(composed_db: Database) -> None:
    """T2: neither before its reveal nor after; only once it is closed."""
    db = composed_db
    async with db.begin() as session:
        retro = (await service.open_retro(session, organiser())).retro
        ana = await member(session)
        for text in ("Hidden", "Secret"):
            await card_service.add_card(session, ana, retro.id, 0, text)
    for phase in (Phase.FACTS, Phase.COLLECT, None):
        assert (await read(db)).retros == ()
        async with db.read() as session:
            assert await queries.titles(session, insider()) == []
            with pytest.raises(UserError, match="goes on still"):
                await queries.id_of(session, insider(), str(retro.id))
        if phase is not None:
            async with db.begin() as session:
                await steering.go_on(session, organiser(), retro.id, phase)
    async with db.begin() as session:
        await steering.close_retro(session, organiser())
    [past] = (await read(db)).retros
    assert texts(past) == {"Hidden", "Secret"}


async def test_of_other_groups_nothing_is_read(composed_db: Database) -> None:
    """Ana is in both: in one she finds nothing of the other, by whatever id."""
    db = composed_db
    retro_id = await held(db)
    assert (await read(db, OTHER_GUILD)).retros == ()
    async with db.begin() as session:
        await service.open_retro(session, organiser(OTHER_GUILD))
        await steering.close_retro(session, organiser(OTHER_GUILD))
    [theirs] = (await read(db, OTHER_GUILD)).retros
    assert (theirs.facts, texts(theirs), theirs.actions) == ((), set(), ())
    async with db.read() as session:
        with pytest.raises(NotFound, match="among those that are over"):
            await queries.id_of(session, insider(OTHER_GUILD), str(retro_id))
        with pytest.raises(NotFound, match="among those that are over"):
            queries.known(await queries.archive(session, insider(OTHER_GUILD)), retro_id)
        with pytest.raises(NotSetUp):
            await queries.archive(session, insider(999))


async def test_a_retro_is_found_by_its_date_or_format(composed_db: Database) -> None:
    """A quick one without themes is there as well; what fits several is asked about."""
    db = composed_db
    full = await held(db)
    async with db.begin() as session:
        quick = (
            await service.open_retro(
                session, organiser(), format_key="mad-sad-glad", plan=Plan(is_quick=True)
            )
        ).retro
        ana = await member(session)
        for text in ("One", "Two"):
            await card_service.add_card(session, ana, quick.id, 2, text)
        await steering.close_retro(session, organiser())
    async with db.read() as session:
        assert [key for key, _ in await queries.titles(session, insider())] == [
            str(quick.id),
            str(full),
        ]
        for typed in ("worked", "WORKED / ADJUST", str(full), "2 March 2026 · Worked / adjust"):
            assert await queries.id_of(session, insider(), typed) == full
        assert await queries.id_of(session, insider(), "mad") == quick.id
        with pytest.raises(NotFound, match="2 of your retros fit"):
            await queries.id_of(session, insider(), "March")
        for typed in ("april", "", "0", "-1", str(2**70), "\0", "x" * 5000):
            with pytest.raises(NotFound, match="among those that are over"):
                await queries.id_of(session, insider(), typed)
    newest = (await read(db)).retros[0]
    assert (newest.themes, texts(newest)) == ((), {"One", "Two"})


async def test_it_takes_as_many_statements_for_any_history(composed_db: Database) -> None:
    db = composed_db
    counts = []
    for cards in (4, 30):
        for _ in range(2 if cards > 4 else 1):
            await held(db, cards=cards)
        async with db.read() as session:
            with statements(db) as seen:
                found = await queries.archive(session, insider())
        counts.append(len(seen))
    assert len(found.retros) == 3
    assert counts == [7, 7]
