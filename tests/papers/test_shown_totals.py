"""U5, A7: totals that are shown before the close never tell what one ballot says."""

from __future__ import annotations

import asyncio
from random import Random

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.forgetting import service as forgetting
from bot.groups.models import MemberRow, is_of_member_here
from bot.groups.values import Caller
from bot.papers import ballot_service, queries
from bot.papers.models import BallotRow
from bot.papers.values import Round
from bot.voting import Method
from tests.groups import acting as groups
from tests.papers.group import (
    GUILD,
    OPENS,
    OTHER_GUILD,
    announce,
    entry,
    found_group,
    insider,
    member,
    open_round,
    vote,
)
from tests.papers.test_vote_methods import how_we_vote, rank, score

PEOPLE = tuple(range(11, 21))
KEYS = ("2603.00001", "2603.00002", "2603.00003")


async def opened(db: Database, method: Method = Method.APPROVAL, *, hides: bool = False) -> Round:
    """An open vote on three papers in a group of ten."""
    await found_group(db, members=PEOPLE)
    await how_we_vote(db, method, hides_totals=hides)
    await announce(db, *(entry(number) for number in (1, 2, 3)))
    found = await open_round(db, now=OPENS)
    assert found is not None
    return found


async def shown(db: Database) -> tuple[int, ...] | None:
    """The totals by paper, as any member sees them."""
    async with db.read() as session:
        stage = (await queries.overview(session, insider(now=OPENS))).so_far
    return None if stage is None else tuple(stage.totals[key] for key in KEYS)


async def forget(db: Database, who: int) -> None:
    async with db.begin() as session:
        await forgetting.forget(session, Caller(GUILD, who, False, OPENS))


async def test_u5_totals_are_made_anew_when_five_ballots_are_new_or_changed(
    db: Database,
) -> None:
    found = await opened(db)
    for who in PEOPLE[:5]:
        assert await shown(db) is None
        await vote(db, who, 1, round_id=found.id)
    assert await shown(db) == (5, 0, 0)
    for who in PEOPLE[:4]:
        await vote(db, who, 2, round_id=found.id)
        await vote(db, PEOPLE[4], 1, round_id=found.id)
        assert await shown(db) == (5, 0, 0), "a ballot that says the same is no new one"
    await vote(db, PEOPLE[0], 1, round_id=found.id)
    await vote(db, PEOPLE[5], 3, round_id=found.id)
    assert await shown(db) == (5, 0, 0), "nor is one that says again what it said in them"
    await vote(db, PEOPLE[6], 3, round_id=found.id)
    assert await shown(db) == (2, 3, 2)
    async with db.read() as session:
        [newest] = await queries.recent(session, GUILD, 1)
    assert newest.ballots == 7


@pytest.mark.parametrize("method", [Method.RUNOFF, Method.STAR])
async def test_u5_so_it_is_by_every_method(db: Database, method: Method) -> None:
    found = await opened(db, method)

    async def cast(who: int, number: int) -> None:
        if method is Method.RUNOFF:
            await rank(db, who, found, KEYS[number - 1])
        else:
            await score(db, who, found, **{f"p{number}": 5})

    for who in PEOPLE[:5]:
        await cast(who, 1)
    first = await shown(db)
    assert first == ((5, 0, 0) if method is Method.RUNOFF else (25, 0, 0))
    for who in PEOPLE[5:9]:
        await cast(who, 2)
        assert await shown(db) == first
    await cast(PEOPLE[9], 2)
    assert await shown(db) == ((5, 5, 0) if method is Method.RUNOFF else (25, 25, 0))


async def test_u5_a_ballot_that_is_taken_back_or_forgotten_is_in_no_totals(
    composed_db: Database,
) -> None:
    """Nor does a count without it, beside the one that was seen, tell what it said."""
    db = composed_db
    found = await opened(db)
    for who in PEOPLE[:6]:
        await vote(db, who, 1, round_id=found.id)
    assert await shown(db) == (5, 0, 0)
    await vote(db, PEOPLE[5], round_id=found.id)
    assert await shown(db) == (5, 0, 0), "that one is in none"
    await vote(db, PEOPLE[0], 3, round_id=found.id)
    await forget(db, PEOPLE[0])
    assert await shown(db) is None, "as it was before it was changed, it is in them"
    for who in PEOPLE[5:9]:
        await vote(db, who, 2, round_id=found.id)
        assert await shown(db) is None
    await vote(db, PEOPLE[9], 2, round_id=found.id)
    assert await shown(db) == (4, 5, 0)
    async with db.begin() as session:
        caller = await member(session, PEOPLE[1], now=OPENS)
        await ballot_service.start_over(session, caller, found.id)
    assert await shown(db) is None


async def test_u5_a_ballot_that_totals_went_without_is_new_when_its_voter_is_back(
    db: Database,
) -> None:
    found = await opened(db)
    for who in PEOPLE[:5]:
        await vote(db, who, 1, round_id=found.id)
    async with db.begin() as session:
        await groups.leave(session, GUILD, PEOPLE[0], now=OPENS)
    assert await shown(db) is None, "of four ballots nothing is shown"
    for who in PEOPLE[5:]:
        await vote(db, who, 2, round_id=found.id)
    assert await shown(db) == (4, 5, 0)
    async with db.begin() as session:
        await groups.join(session, GUILD, PEOPLE[0], now=OPENS)
    for who in PEOPLE[1:5]:
        assert await shown(db) == (4, 5, 0)
        await vote(db, who, 3, round_id=found.id)
    assert await shown(db) == (1, 5, 4), "four changed, and one is back"


async def test_u5_who_is_forgotten_in_one_group_stays_in_the_totals_of_another(
    composed_db: Database,
) -> None:
    db = composed_db
    found = await opened(db)
    await found_group(db, OTHER_GUILD, members=PEOPLE)
    theirs = await open_round(db, OTHER_GUILD, now=OPENS)
    assert theirs is not None
    for who in PEOPLE[:5]:
        await vote(db, who, 1, round_id=found.id)
        await vote(db, who, 1, round_id=theirs.id, guild=OTHER_GUILD)
    async with db.begin() as session:
        await forgetting.forget(session, Caller(OTHER_GUILD, PEOPLE[0], False, OPENS))
    assert await shown(db) == (5, 0, 0)


async def test_w2_the_ballot_of_who_left_makes_no_fifth(db: Database) -> None:
    found = await opened(db)
    for who in PEOPLE[:4]:
        await vote(db, who, 1, round_id=found.id)
    async with db.begin() as session:
        await groups.leave(session, GUILD, PEOPLE[0], now=OPENS)
    await vote(db, PEOPLE[4], 2, round_id=found.id)
    assert await shown(db) is None
    await vote(db, PEOPLE[5], 2, round_id=found.id)
    assert await shown(db) == (3, 2, 0)


async def test_u5_ballots_that_come_at_once_are_counted_once(db: Database) -> None:
    found = await opened(db)
    await asyncio.gather(*(vote(db, who, 1, round_id=found.id) for who in PEOPLE))
    assert await shown(db) in {(5, 0, 0), (10, 0, 0)}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_u5_no_two_totals_in_a_row_differ_by_few(composed_db: Database, seed: int) -> None:
    """Whatever ten people do: each ballot has a number that stays until it is taken back."""
    db, chance = composed_db, Random(seed)
    found = await opened(db)
    ballots: dict[int, tuple[int, int]] = {}
    here = set(PEOPLE)
    made_of: dict[int, tuple[int, int]] = {}
    publications = 0
    for number in range(120):
        who, paper = chance.choice(PEOPLE), chance.randint(1, 3)
        act = chance.choice(("vote",) * 12 + ("take back", "leave", "forget"))
        async with db.begin() as session:
            if who not in here:
                await groups.join(session, GUILD, who, now=OPENS)
                here.add(who)
            if act == "leave":
                await groups.leave(session, GUILD, who, now=OPENS)
                here.discard(who)
        before = await counted_as(db)
        if act == "vote":
            await vote(db, who, paper, round_id=found.id)
            ballots[who] = (ballots.get(who, (number, 0))[0], paper)
        elif act == "take back":
            await vote(db, who, round_id=found.id)
            ballots.pop(who, None)
        elif act == "forget":
            await forget(db, who)
            here.discard(who)
            ballots.pop(who, None)
        now = await shown(db)
        if act in ("take back", "forget") and who in made_of:
            assert now is None
        counted = {each: said for each, said in ballots.items() if each in here}
        if await counted_as(db) != before and now is not None:
            people = counted.keys() | made_of.keys()
            assert sum(counted.get(one) != made_of.get(one) for one in people) >= 5
            made_of = counted
            publications += 1
        if now is not None:
            assert now == tuple(sum(said == n for _, said in made_of.values()) for n in (1, 2, 3))
    assert publications > 2


async def counted_as(db: Database) -> dict[int, dict[str, int]]:
    """What those in the totals say there."""
    async with db.read() as session:
        rows = await session.execute(
            select(BallotRow.user_id, BallotRow.counted)
            .join(MemberRow, is_of_member_here(BallotRow.guild_id, BallotRow.user_id))
            .where(BallotRow.counted.is_not(None))
        )
    return {who: marks for who, marks in rows if marks is not None}
