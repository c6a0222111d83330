"""Before the reveal, and before a vote ends, what others see does not depend on who did what."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.errors import UserError
from bot.retros import card_service, service, steering
from bot.retros.queries import cards_in, get_retro, revealed_cards
from bot.retros.values import Anonymity, Phase, Plan
from bot.themes import service as themes
from bot.themes.queries import ballot_in, themes_of
from cogs.retros.panels import retro_panel
from cogs.retros.summary_panels import summary_panel
from cogs.themes.vote_panels import about_themes, ballot_panel
from tests.retros.circle import ANA, BEN, GUILD, NOW, OLGA, member, organiser, set_up_circle
from tests.retros.shown import text_of

PEOPLE = (ANA, BEN, OLGA)
Swap = Callable[[int], int]


class _UndoneError(Exception):
    """Takes back what was done, so that the next run finds the same."""


async def _public(session: AsyncSession, retro_id: int) -> str:
    """What the group sees of a retro, whatever phase it is in."""
    retro = await get_retro(session, GUILD, retro_id)
    addition = about_themes(retro, await themes_of(session, GUILD, retro_id))
    if retro.takes_cards:
        return text_of(retro_panel(retro, addition))
    _retro, cards = await revealed_cards(session, GUILD, retro_id)
    return text_of(summary_panel(retro, cards, addition, NOW))


async def _cards(
    session: AsyncSession, retro_id: int, acts: list[tuple[int, str, int]], who: Swap
) -> list[str]:
    """Random writing, editing and removing; the group's panel after each act."""
    seen = []
    for person, act, place in acts:
        caller = await member(session, who(person))
        retro = await get_retro(session, GUILD, retro_id)
        mine = (await cards_in(session, caller, retro)).cards
        if act == "write" or not mine:
            await card_service.add_card(session, caller, retro_id, place % 2, f"Card {place}")
        elif act == "edit":
            await card_service.edit_card(session, caller, mine[place % len(mine)].id, "Other")
        else:
            await card_service.remove_card(session, caller, mine[place % len(mine)].id)
        seen.append(_without_ids(await _public(session, retro_id), retro_id))
    return seen


async def _votes(
    session: AsyncSession, retro_id: int, acts: list[tuple[int, str, int]], who: Swap
) -> list[str]:
    """Random votes; what the group sees after each, and what the first person sees of theirs."""
    seen = []
    for person, act, place in acts:
        caller = await member(session, who(person))
        # When all are given, that is an act too, and shows nobody else anything.
        with suppress(UserError):
            await themes.cast(session, caller, retro_id, place % 4, 0 if act == "remove" else 1)
        seen.append(_without_ids(await _public(session, retro_id), retro_id))
    return seen


def _without_ids(text: str, retro_id: int) -> str:
    return text.replace(f":{retro_id}:", ":")


ACTS = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE), st.sampled_from(["write", "edit", "remove"]), st.integers(0, 7)
    ),
    min_size=1,
    max_size=12,
)


async def _run(db: Database, acts: list[tuple[int, str, int]], who: Swap) -> list[str]:
    seen: list[str] = []
    try:
        async with db.begin() as session:
            opened = await service.open_retro(
                session, organiser(), anonymity=Anonymity.NAMED, plan=Plan(votes=2)
            )
            retro_id = opened.retro.id
            seen += await _cards(session, retro_id, acts, who)
            for number in range(4):
                olga = await member(session, OLGA)
                await card_service.add_card(session, olga, retro_id, 0, f"Last {number}")
            for phase in (Phase.FACTS, Phase.COLLECT, Phase.GROUP):
                await steering.go_on(session, organiser(), retro_id, phase)
            before = await _public(session, retro_id)
            votes = await _votes(session, retro_id, acts, who)
            assert set(votes) == {_without_ids(before, retro_id)}, "the vote shows nothing"
            raise _UndoneError
    except _UndoneError:
        return seen


SWAPS: tuple[Mapping[int, int], ...] = (
    {ANA: BEN, BEN: ANA, OLGA: OLGA},
    {ANA: BEN, BEN: OLGA, OLGA: ANA},
)


@pytest.mark.parametrize("swap", SWAPS)
async def test_t2_t5_what_the_group_sees_is_the_same_whoever_did_it(
    composed_db: Database, swap: Mapping[int, int]
) -> None:
    """T2, T5: for random acts, with the people exchanged, each panel on the way is the same."""
    await set_up_circle(composed_db)
    found: list[list[tuple[int, str, int]]] = []

    @settings(max_examples=6, suppress_health_check=list(HealthCheck), database=None)
    @given(ACTS)
    def collect(acts: list[tuple[int, str, int]]) -> None:
        found.append(acts)

    collect()
    for acts in found:
        as_they_are = await _run(composed_db, acts, lambda person: person)
        exchanged = await _run(composed_db, acts, lambda person: swap[person])
        assert as_they_are == exchanged, acts


async def test_t5_a_ballot_shows_its_own_votes_alone(composed_db: Database) -> None:
    """T5: whatever others voted meanwhile."""
    chance = random.Random(3)
    await set_up_circle(composed_db)
    async with composed_db.begin() as session:
        opened = await service.open_retro(session, organiser(), anonymity=Anonymity.NAMED)
        retro_id = opened.retro.id
        for number in range(6):
            author = await member(session, PEOPLE[number % 3])
            await card_service.add_card(session, author, retro_id, 0, f"Card {number}")
        for phase in (Phase.FACTS, Phase.COLLECT, Phase.GROUP):
            await steering.go_on(session, organiser(), retro_id, phase)
        ana = await member(session, ANA)
        await themes.cast(session, ana, retro_id, 2, 1)
        retro = await get_retro(session, GUILD, retro_id)
        before = text_of(ballot_panel(await ballot_in(session, ana, retro), 0))
        for _ in range(12):
            other = await member(session, chance.choice((BEN, OLGA)))
            try:
                await themes.cast(session, other, retro_id, chance.randrange(6), 1)
            except UserError:
                continue
        assert text_of(ballot_panel(await ballot_in(session, ana, retro), 0)) == before
        assert "1 of 3 given" in before
