"""The rota in the database: who is asked, skips, swaps, who leaves; on both databases."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.about_person import forget_person
from bot.db import Database
from bot.errors import NotAllowed, NotFound, UserError
from bot.groups import membership
from bot.groups.values import MemberCaller
from bot.reviews import rota_queries, rota_service, service
from bot.reviews.models import TurnRow
from bot.reviews.rules.texts import review_text
from bot.reviews.values import ReviewTurn, Rota
from tests.groups import acting as groups
from tests.papers.group import (
    ANA,
    BEN,
    CARA,
    CLOSES,
    GUILD,
    OPENS,
    OTHER_GUILD,
    WEEK,
    announce,
    close,
    entry,
    found_group,
    member,
    open_round,
    vote,
)

NOW = CLOSES + timedelta(hours=1)
DEV = 4


@pytest.fixture
def db(composed_db: Database) -> Database:
    """The hooks of all features run."""
    return composed_db


async def act(
    db: Database,
    user_id: int,
    use_case: Callable[..., Awaitable[Any]],
    *args: Any,
    now: datetime = NOW,
    guild_id: int = GUILD,
) -> Any:
    async with db.begin() as session:
        caller: MemberCaller = await member(session, user_id, guild_id=guild_id, now=now)
        return await use_case(session, caller, *args)


async def count_in(db: Database, *user_ids: int) -> None:
    for number, user_id in enumerate(user_ids):
        await act(db, user_id, rota_service.count_in, now=OPENS + timedelta(minutes=number))


async def chosen(db: Database, number: int, *, week: int = 0, guild_id: int = GUILD) -> int:
    """A round that chose the paper with this number; gives back its id."""
    later = week * WEEK
    await announce(db, entry(number), now=OPENS + later)
    found = await open_round(db, guild_id, now=OPENS + later)
    assert found is not None
    await vote(db, ANA, number, now=OPENS + later, round_id=found.id, guild=guild_id)
    ended = await close(db, guild_id, now=CLOSES + later)
    assert ended is not None
    return ended.id


async def turn(db: Database, round_id: int) -> ReviewTurn:
    async with db.read() as session:
        return await rota_queries.turn_of(session, GUILD, round_id)


async def rota(db: Database, user_id: int = ANA) -> Rota:
    found: Rota = await act(db, user_id, rota_queries.rota)
    return found


async def test_a12_each_chosen_paper_asks_who_waits_longest(db: Database) -> None:
    await found_group(db)
    await count_in(db, BEN, ANA, CARA)
    asked = []
    for week in range(4):
        found = await turn(db, await chosen(db, week + 1, week=week))
        assert found.is_current
        asked.append(found.user_id)
    assert asked == [BEN, ANA, CARA, BEN]
    assert (await rota(db)).order == (ANA, CARA, BEN)


async def test_a12_a_round_asks_once_however_often_it_closes(db: Database) -> None:
    await found_group(db)
    await count_in(db, BEN, ANA)
    round_id = await chosen(db, 1)
    async with db.begin() as session:
        for _ in range(3):
            await rota_service.ask_reviewer(session, GUILD, round_id, NOW)
    assert (await turn(db, round_id)).user_id == BEN
    assert (await rota(db)).order == (ANA, BEN)


async def test_a12_skip_keeps_the_turn_next(db: Database) -> None:
    await found_group(db)
    await count_in(db, BEN, ANA)
    first = await chosen(db, 1)
    assert (await act(db, BEN, rota_service.skip, first)).user_id == ANA
    with pytest.raises(NotAllowed):
        await act(db, BEN, rota_service.skip, first)
    assert (await act(db, ANA, rota_service.skip, first)).user_id is None
    second = await chosen(db, 2, week=1)
    assert (await turn(db, second)).user_id == BEN
    with pytest.raises(UserError, match="a later paper"):
        await act(db, BEN, rota_service.skip, first)


async def test_a12_a_swap_needs_both(db: Database) -> None:
    await found_group(db)
    await count_in(db, BEN, ANA, CARA)
    round_id = await chosen(db, 1)
    for user_id, nobody in ((BEN, BEN), (BEN, 999), (ANA, CARA), (CARA, ANA)):
        with pytest.raises(UserError):
            await act(db, user_id, rota_service.offer_swap, round_id, nobody)
    offered = await act(db, BEN, rota_service.offer_swap, round_id, CARA)
    assert (offered.user_id, offered.offered_to) == (BEN, CARA)
    with pytest.raises(NotAllowed):
        await act(db, ANA, rota_service.accept_swap, round_id)
    assert (await act(db, CARA, rota_service.decline_swap, round_id)).offered_to is None
    with pytest.raises(NotAllowed):
        await act(db, CARA, rota_service.accept_swap, round_id)
    await act(db, BEN, rota_service.offer_swap, round_id, CARA)
    assert (await act(db, BEN, rota_service.withdraw_offer, round_id)).offered_to is None
    await act(db, BEN, rota_service.offer_swap, round_id, CARA)
    await act(db, CARA, rota_service.pause)
    with pytest.raises(NotAllowed, match="any more"):
        await act(db, CARA, rota_service.accept_swap, round_id)
    await act(db, CARA, rota_service.count_in)
    await act(db, BEN, rota_service.offer_swap, round_id, CARA)
    swapped = await act(db, CARA, rota_service.accept_swap, round_id)
    assert (swapped.user_id, swapped.offered_to) == (CARA, None)
    assert (await rota(db)).order == (ANA, BEN, CARA), "each has the other's place"


async def test_a12_without_anybody_willing_the_first_who_takes_it_has_it(db: Database) -> None:
    await found_group(db)
    round_id = await chosen(db, 1)
    assert (await turn(db, round_id)).user_id is None
    assert (await act(db, CARA, rota_service.take, round_id)).user_id == CARA
    assert (await act(db, BEN, rota_service.take, round_id)).user_id == CARA
    assert (await act(db, CARA, rota_service.skip, round_id)).user_id is None
    with pytest.raises(NotFound):
        await act(db, BEN, rota_service.take, 999)
    await found_group(db, OTHER_GUILD, members=(DEV,))
    with pytest.raises(NotFound):
        await act(db, DEV, rota_service.take, round_id, guild_id=OTHER_GUILD)


async def test_a12_who_leaves_hands_on_and_is_shown_nowhere(db: Database) -> None:
    await found_group(db)
    await count_in(db, BEN, CARA, ANA)
    round_id = await chosen(db, 1)
    await act(db, BEN, rota_service.offer_swap, round_id, ANA)
    async with db.begin() as session:
        assert await membership.record_gone(session, GUILD, ANA, now=NOW)
    assert (await turn(db, round_id)).offered_to is None
    async with db.begin() as session:
        assert await membership.record_gone(session, GUILD, BEN, now=NOW)
    assert (await turn(db, round_id)).user_id == CARA
    assert (await rota(db, CARA)).order == (CARA,)
    async with db.begin() as session:
        assert await membership.record_back(session, GUILD, BEN, now=NOW)
    assert (await rota(db, CARA)).order == (BEN, CARA), "they wait as long as before"
    assert (await turn(db, round_id)).user_id == CARA


async def test_a12_who_left_with_the_turn_and_is_back_waits_before_who_took_it(
    db: Database,
) -> None:
    await found_group(db)
    await count_in(db, CARA, BEN)
    await chosen(db, 1)
    async with db.begin() as session:
        await membership.record_gone(session, GUILD, CARA, now=NOW)
    async with db.begin() as session:
        await membership.record_back(session, GUILD, CARA, now=NOW)
    assert (await rota(db, BEN)).order == (CARA, BEN), "by their wait, not by their ids"


async def test_a12_who_was_asked_to_swap_and_left_is_asked_no_more(db: Database) -> None:
    """Not when they are back, and nothing of it stays of who is forgotten."""
    await found_group(db)
    await count_in(db, BEN, CARA)
    round_id = await chosen(db, 1)
    await act(db, BEN, rota_service.offer_swap, round_id, CARA)
    async with db.begin() as session:
        await membership.record_gone(session, GUILD, CARA, now=NOW)
    async with db.begin() as session:
        await membership.record_back(session, GUILD, CARA, now=NOW)
    assert (await turn(db, round_id)).offered_to is None
    await act(db, BEN, rota_service.offer_swap, round_id, CARA)
    async with db.begin() as session:
        await forget_person(session, GUILD, CARA)
    async with db.read() as session:
        assert await session.scalar(select(TurnRow.offered_to)) is None


async def test_a12_who_reviewed_and_leaves_hands_nothing_on(db: Database) -> None:
    await found_group(db)
    await count_in(db, BEN, ANA)
    round_id = await chosen(db, 1)
    text = review_text(key_points="Good.", analysis="", method="", worth="")
    mine = await act(db, BEN, service.keep, "2603.00001", text)
    assert not (await turn(db, round_id)).is_done
    await act(db, BEN, service.publish, mine.review.id)
    assert (await turn(db, round_id)).is_done
    async with db.begin() as session:
        await groups.leave(session, GUILD, BEN, now=NOW)
    left = await turn(db, round_id)
    assert (left.user_id, left.is_done) == (None, False)
    assert (await act(db, ANA, rota_service.take, round_id)).user_id == ANA


async def test_a12_who_is_forgotten_leaves_no_trace(db: Database) -> None:
    await found_group(db)
    await count_in(db, BEN, ANA)
    first = await chosen(db, 1)
    second = await chosen(db, 2, week=1)
    assert (await turn(db, second)).user_id == ANA
    async with db.begin() as session:
        await forget_person(session, GUILD, BEN)
    async with db.begin() as session:
        await forget_person(session, GUILD, ANA)
    for round_id in (first, second):
        assert (await turn(db, round_id)).user_id is None


async def test_a12_a_group_of_one(db: Database) -> None:
    await found_group(db, members=(ANA,))
    await count_in(db, ANA)
    first = await chosen(db, 1)
    assert (await turn(db, first)).user_id == ANA
    assert (await act(db, ANA, rota_service.skip, first)).user_id is None
    assert (await act(db, ANA, rota_service.take, first)).user_id == ANA
    assert (await turn(db, await chosen(db, 2, week=1))).user_id == ANA
