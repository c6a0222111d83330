"""Health checks on both databases: answered once, changed by a secret, shown from five on (T8)."""

from __future__ import annotations

import asyncio
import random

import pytest

from bot.about_person import forget_person
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.figures import FLOOR
from bot.groups import service as members
from bot.health_checks import queries, rules, service
from bot.health_checks.data import DATA
from bot.health_checks.values import ITEMS, Answered, HealthFigure, Levels
from bot.retros import steering
from tests.groups import acting as groups
from tests.health_checks.group import MEMBERS, answer, caller, close, set_up, stored
from tests.retros.circle import ANA, BEN, GUILD, NOW, OTHER_GUILD, organiser


@pytest.fixture
def db(composed_db: Database) -> Database:
    """As the whole bot uses it: the reveal of a retro's cards is announced."""
    return composed_db


async def figure(db: Database, retro_id: int) -> HealthFigure | None:
    async with db.read() as session:
        return await queries.figure_of(session, GUILD, retro_id)


async def test_t8_the_means_of_five_show_at_the_reveal(db: Database) -> None:
    """T8, W3: a mean for each item and how many of how many answered; nothing before."""
    retro_id = await set_up(db, members=8)
    for who, level in zip(MEMBERS[:5], (1, 2, 3, 4, 5), strict=True):
        await answer(db, who, retro_id, (level, 5, 5, 1, 3))
    assert await figure(db, retro_id) is None
    await close(db)
    found = await figure(db, retro_id)
    assert found is not None
    assert (found.answers, found.members) == (5, 8)
    assert found.means == {"pace": 3, "learning": 5, "help": 5, "voice": 1, "spirit": 3}


async def test_w2_below_five_nothing_is_shown_and_nothing_kept(db: Database) -> None:
    retro_id = await set_up(db)
    for who in MEMBERS[:4]:
        await answer(db, who, retro_id)
    await close(db)
    assert await figure(db, retro_id) is None
    assert await stored(db) == ([], set())


@pytest.mark.postgres
@pytest.mark.parametrize("db_url", ["postgres"], indirect=True)
async def test_w3_answers_that_come_with_the_reveal_are_in_it_or_refused(db: Database) -> None:
    """None is left behind, which somebody could read for ever."""
    retro_id = await set_up(db)
    for who in MEMBERS[:5]:
        await answer(db, who, retro_id)
    late = [answer(db, who, retro_id) for who in MEMBERS[5:]]
    came = await asyncio.gather(*late[:2], close(db), *late[2:], return_exceptions=True)
    refused = sum(isinstance(each, UserError) for each in came)
    found = await figure(db, retro_id)
    assert found is not None
    assert found.answers == 9 - refused
    assert await stored(db) == ([], set())


async def test_w3_after_the_reveal_nothing_tells_who_answered_or_what(db: Database) -> None:
    retro_id = await set_up(db)
    for who in MEMBERS[:6]:
        await answer(db, who, retro_id)
    assert await stored(db) == (["33333"] * 6, set(MEMBERS[:6]))
    await close(db)
    assert await stored(db) == ([], set())


async def test_an_answer_is_given_once_and_changed_by_its_secret(db: Database) -> None:
    retro_id = await set_up(db)
    mine = await answer(db, ANA, retro_id, (1,) * 5)
    with pytest.raises(UserError, match="answered already"):
        await answer(db, ANA, retro_id)
    async with db.begin() as session:
        ana = await caller(session, ANA)
        assert (await queries.own_answer(session, ana, retro_id, mine.secret)).levels == (1,) * 5
        await service.change(session, ana, retro_id, mine.secret, (5,) * 5)
    with pytest.raises(NotFound):
        async with db.begin() as session:
            await service.change(session, ana, retro_id, rules.new_secret(), (2,) * 5)
    assert await stored(db) == (["55555"], {ANA})


async def test_an_answer_taken_back_counts_nowhere_and_can_be_given_again(db: Database) -> None:
    retro_id = await set_up(db)
    for who in MEMBERS[1:5]:
        await answer(db, who, retro_id)
    mine = await answer(db, ANA, retro_id, (1,) * 5)
    async with db.begin() as session:
        await service.take_back(session, await caller(session, ANA), retro_id, mine.secret)
    assert await stored(db) == (["33333"] * 4, set(MEMBERS[1:5]))
    with pytest.raises(NotFound):
        async with db.begin() as session:
            await service.take_back(session, await caller(session, ANA), retro_id, mine.secret)
    await answer(db, ANA, retro_id, (5,) * 5)
    await close(db)
    found = await figure(db, retro_id)
    assert found is not None
    assert set(found.means.values()) == {(4 * 3 + 5) / 5}


async def test_after_the_reveal_nothing_is_answered_or_changed(db: Database) -> None:
    retro_id = await set_up(db)
    mine = await answer(db, ANA, retro_id)
    await close(db)
    async with db.begin() as session:
        ana = await caller(session, ANA)
        for refused in (
            service.answer(session, ana, retro_id, (1,) * 5),
            service.change(session, ana, retro_id, mine.secret, (1,) * 5),
            service.take_back(session, ana, retro_id, mine.secret),
        ):
            with pytest.raises(UserError, match="is over"):
                await refused


async def test_a_retro_of_another_group_is_not_found(db: Database) -> None:
    retro_id = await set_up(db)
    async with db.begin() as session:
        there = await groups.member(session, OTHER_GUILD, ANA, now=NOW)
        with pytest.raises(NotFound):
            await service.answer(session, there, retro_id, (1,) * 5)


async def test_a_group_that_could_see_no_figure_is_not_asked(db: Database) -> None:
    retro_id = await set_up(db, members=4)
    with pytest.raises(UserError, match="So it asks nobody"):
        await answer(db, ANA, retro_id)


async def test_w2_who_comes_back_forgotten_counts_as_one_person(db: Database) -> None:
    """W2: answering, being forgotten and joining again makes no five of one and another."""
    retro_id = await set_up(db)
    await answer(db, BEN, retro_id)
    for _ in range(5):
        await answer(db, ANA, retro_id, (1,) * 5)
        async with db.begin() as session:
            await forget_person(session, GUILD, ANA)
        async with db.begin() as session:
            await groups.join(session, GUILD, ANA, now=NOW)
    await close(db)
    assert await figure(db, retro_id) is None


async def test_m1_that_somebody_answered_is_exported_and_forgotten(db: Database) -> None:
    retro_id = await set_up(db)
    await answer(db, ANA, retro_id)
    await answer(db, BEN, retro_id)
    async with db.begin() as session:
        told = await DATA.export(session, GUILD, ANA)
        assert told == {"health_marks": [{"guild_id": GUILD, "retro_id": retro_id, "user_id": ANA}]}
        await DATA.forget(session, GUILD, ANA)
    assert await stored(db) == (["33333"] * 2, {BEN})


async def test_u5_a_retro_that_goes_on_after_its_figure_shows_no_second_one(db: Database) -> None:
    """U5: closed by a clock that stood ahead, it opens again; one more answer would tell."""
    retro_id = await set_up(db)
    for who in MEMBERS[:5]:
        await answer(db, who, retro_id)
    async with db.begin() as session:
        await steering.close_retro(session, organiser())
    before = await figure(db, retro_id)
    async with db.begin() as session:
        await steering.go_on_after_clock(session, NOW.replace(year=2025))
    with pytest.raises(UserError, match="is over"):
        await answer(db, MEMBERS[5], retro_id)
    await close(db)
    assert before is not None
    assert await figure(db, retro_id) == before


@pytest.mark.parametrize("seed", range(6))
async def test_w2_u5_a_figure_is_of_the_answers_that_stand(db: Database, seed: int) -> None:
    """W2, U5: whoever joins, leaves, answers, changes and takes back, in any order."""
    chance = random.Random(seed)
    retro_id = await set_up(db, members=7)
    here, answers = set(MEMBERS[:7]), dict[int, Answered]()
    for _ in range(25):
        who = chance.choice(MEMBERS)
        levels: Levels = tuple(chance.randint(1, 5) for _ in range(5))
        async with db.begin() as session:
            if who not in here:
                await groups.join(session, GUILD, who, now=NOW)
                here.add(who)
            elif who not in answers:
                answers[who] = await service.answer(
                    session, await caller(session, who), retro_id, levels
                )
            elif chance.random() < 0.4:
                secret = answers[who].secret
                answers[who] = await service.change(
                    session, await caller(session, who), retro_id, secret, levels
                )
            elif chance.random() < 0.5:
                secret = answers.pop(who).secret
                await service.take_back(session, await caller(session, who), retro_id, secret)
            elif len(here) > 6:
                await members.leave(session, await caller(session, who))
                here.discard(who)
    await close(db)
    found = await figure(db, retro_id)
    if len(here & answers.keys()) < FLOOR:
        assert found is None
        return
    assert found is not None
    assert found.answers == len(answers)
    assert found.members == len(here | answers.keys())
    for place, item in enumerate(ITEMS):
        given = [each.levels[place] for each in answers.values()]
        assert found.means[item.key] == pytest.approx(sum(given) / len(given))


@pytest.mark.parametrize("given", [["1"] * 4, ["0"] + ["1"] * 4, ["6"] + ["1"] * 4, [""] * 5])
def test_a_level_that_is_none_is_refused(given: list[str]) -> None:
    with pytest.raises(UserError, match="from 1 to 5"):
        rules.levels(given)
