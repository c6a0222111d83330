"""Grouping, voting and what phases do to them, on both databases."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.errors import NotFound, UserError
from bot.retros import card_service, steering
from bot.retros import service as retros
from bot.retros.queries import revealed_cards
from bot.retros.values import Anonymity, Phase
from bot.themes import service
from bot.themes.data import DATA
from bot.themes.models import VoteRow
from bot.themes.queries import ballot, themes_of
from bot.themes.values import Theme
from cogs.themes.group_panels import group_panel, similar_panel, theme_panel
from cogs.themes.vote_panels import about_themes, ballot_panel, theme_post, theme_reader
from tests.retros.circle import (
    ANA,
    BEN,
    GUILD,
    OTHER_GUILD,
    member,
    organiser,
    set_up_circle,
)
from tests.retros.shown import NASTY, assert_fits
from tests.statements import statements


@pytest.fixture(autouse=True)
async def _circle(composed_db: Database) -> None:
    await set_up_circle(composed_db)


@pytest.fixture
def db(composed_db: Database) -> Database:
    """With all features, as phases are announced to them."""
    return composed_db


async def grouping(
    session: AsyncSession, cards: int = 4, anonymity: Anonymity = Anonymity.NAMED, text: str = ""
) -> int:
    """A retro in which cards are grouped; Ana and Ben wrote them in turn."""
    retro_id = (await retros.open_retro(session, organiser(), anonymity=anonymity)).retro.id
    for number in range(cards):
        author = await member(session, (ANA, BEN)[number % 2])
        await card_service.add_card(session, author, retro_id, number % 2, text or f"Card {number}")
    for phase in (Phase.FACTS, Phase.COLLECT):
        await steering.go_on(session, organiser(), retro_id, phase)
    return retro_id


def texts(themes: tuple[Theme, ...]) -> list[str]:
    return sorted(card.text for theme in themes for card in theme.cards)


@pytest.mark.parametrize("anonymity", Anonymity)
async def test_t4_no_card_is_lost_by_merging_splitting_and_going_back(
    db: Database, anonymity: Anonymity
) -> None:
    async with db.begin() as session:
        retro_id = await grouping(session, 6, anonymity)
        ana, ben = await member(session, ANA), await member(session, BEN)
        before = texts(await themes_of(session, GUILD, retro_id))
        await service.rename(session, ana, retro_id, 1, "Calls")
        found = await service.merge(session, ben, retro_id, [0, 1, 2, 2])
        theme = found.theme(0)
        assert theme is not None
        assert (theme.title, len(theme.cards)) == ("Calls", 3)
        assert found.theme(1) is None
        for stale in ([0, 1], [3, 99]):
            with pytest.raises(NotFound):
                await service.merge(session, ana, retro_id, stale)
        with pytest.raises(UserError, match="two themes"):
            await service.merge(session, ana, retro_id, [0, 0])
        all_cards = [card.id for card in theme.cards]
        for picked, why in ((all_cards, "all its cards"), ([1], "in another theme")):
            with pytest.raises(UserError, match=why):
                await service.split(session, ana, retro_id, 0, picked)
        parted = await service.split(session, ana, retro_id, 0, all_cards[:1])
        assert texts(parted.themes) == before
        await steering.go_on(session, organiser(), retro_id, Phase.GROUP)
        with pytest.raises(UserError, match="grouping of that retro has ended"):
            await service.merge(session, ana, retro_id, [0, 3])
        await steering.go_back(session, organiser(), retro_id, Phase.VOTE)
        assert len((await service.merge(session, ana, retro_id, [0, 3])).themes) == 4
        assert texts(await themes_of(session, GUILD, retro_id)) == before
        await steering.close_retro(session, organiser())
        _retro, cards = await revealed_cards(session, GUILD, retro_id)
        assert sorted(card.text for card in cards) == before
    async with db.begin() as session:
        elsewhere = await member(session, ANA, OTHER_GUILD)
        with pytest.raises(NotFound):
            await service.merge(session, elsewhere, retro_id, [0, 3])


async def test_t5_votes_are_counted_at_the_end_and_forgotten_at_the_close(db: Database) -> None:
    async with db.begin() as session:
        retro_id = await grouping(session)
        await steering.go_on(session, organiser(), retro_id, Phase.GROUP)
        ana, ben = await member(session, ANA), await member(session, BEN)
        for number in (0, 1, 2):
            await service.cast(session, ana, retro_id, number, 1)
        with pytest.raises(UserError, match="All your 3 votes"):
            await service.cast(session, ana, retro_id, 3, 1)
        await service.cast(session, ana, retro_id, 0, 0)
        await service.cast(session, ben, retro_id, 2, 1)
        assert all(each.votes is None for each in await themes_of(session, GUILD, retro_id))
        exported = await DATA.export(session, GUILD, ANA)
        assert [row["number"] for row in exported["retro_votes"]] == [1, 2]
        await DATA.forget(session, GUILD, BEN)
        assert (await ballot(session, ben, retro_id)).given == {}
        await service.cast(session, ben, retro_id, 2, 1)
        await steering.go_on(session, organiser(), retro_id, Phase.VOTE)
        counted = await themes_of(session, GUILD, retro_id)
        assert [each.votes for each in counted] == [0, 1, 2, 0]
        assert [each.rank for each in counted] == [None, 2, 1, None]
        with pytest.raises(UserError, match="vote of that retro has ended"):
            await service.cast(session, ana, retro_id, 0, 1)
        await steering.go_back(session, organiser(), retro_id, Phase.DISCUSS)
        assert (await ballot(session, ana, retro_id)).given == {1: 1, 2: 1}
        await steering.close_retro(session, organiser())
        assert await session.scalar(select(func.count()).select_from(VoteRow)) == 0
        kept = await themes_of(session, GUILD, retro_id)
        assert [each.votes for each in kept] == [0, 1, 2, 0]


async def test_many_who_group_at_once_lose_nothing(db: Database) -> None:
    async with db.begin() as session:
        retro_id = await grouping(session, 8)

    async def merge(*numbers: int) -> bool:
        try:
            async with db.begin() as session:
                await service.merge(session, await member(session, ANA), retro_id, numbers)
        except UserError:
            return False
        return True

    done = await asyncio.gather(merge(0, 1), merge(1, 2), merge(3, 4, 5), merge(5, 6), merge(0, 7))
    assert any(done)
    async with db.begin() as session:
        assert len(texts(await themes_of(session, GUILD, retro_id))) == 8


@pytest.mark.parametrize("text", ["*" * 4000, NASTY * 40, "word " * 800, "א" * 4000])
async def test_300_cards_of_any_text_fit_each_panel(db: Database, text: str) -> None:
    async with db.begin() as session:
        retro_id = await grouping(session, 300 if text[0] == "*" else 45, text=text)
        ana = await member(session, ANA)
        found = await service.merge(session, ana, retro_id, range(30))
        theme = found.themes[0]
        for page in (-1, 0, 3, 10**6):
            assert_fits(group_panel(found, page))
            assert_fits(theme_panel(found, theme, page))
            assert_fits(theme_reader(found.retro, theme, page))
        pairs = list(zip(found.themes[:5], found.themes[5:10], strict=True))
        assert_fits(similar_panel(found, pairs))
        assert_fits(theme_post(found.retro, theme))
        await steering.go_on(session, organiser(), retro_id, Phase.GROUP)
        mine = await ballot(session, ana, retro_id)
        for page in (-1, 0, 10**6):
            assert_fits(ballot_panel(mine, page))
        rows = about_themes(mine.retro, mine.themes).rows
        assert sum(len(row) for row in rows if isinstance(row, str)) < 2000


@pytest.mark.parametrize("cards", [4, 60])
async def test_acts_take_as_many_statements_for_any_number_of_cards(
    db: Database, cards: int
) -> None:
    counts = []
    async with db.begin() as session:
        retro_id = await grouping(session, cards)
        ana = await member(session, ANA)
        with statements(db) as seen:
            await service.merge(session, ana, retro_id, [0, 1])
        counts.append(len(seen))
        await steering.go_on(session, organiser(), retro_id, Phase.GROUP)
        with statements(db) as seen:
            await service.cast(session, ana, retro_id, 0, 1)
        counts.append(len(seen))
    assert counts == [8, 5]
