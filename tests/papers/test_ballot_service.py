"""Private ballots on both databases."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.db import Database
from bot.errors import NotFound, NotSetUp
from bot.papers import ballot_service, queries
from bot.papers.models import BallotRow, MarkRow
from tests.papers.group import (
    ANA,
    BEN,
    CARA,
    CLOSES,
    DAY,
    GUILD,
    OPENS,
    OTHER_GUILD,
    SECOND,
    announce,
    ballot,
    close,
    entry,
    found_group,
    opened,
    vote,
)


async def test_a7_a_ballot_is_private_changeable_and_one_per_member(db: Database) -> None:
    found = await opened(db)
    await vote(db, ANA, 1, 2, round_id=found.id)
    await vote(db, BEN, 3, round_id=found.id)
    changed = await vote(db, ANA, 3, round_id=found.id, now=OPENS + DAY)
    assert (set(changed.approved), changed.cast_at) == ({"2603.00003"}, OPENS + DAY)
    assert changed.round.ballots == 2
    assert all(pick.approvals is None for pick in changed.round.picks), "hidden until the close"
    mine = await ballot(db, CARA, found.id)
    assert (mine.approved, mine.cast_at) == (frozenset(), None)


async def test_a7_an_empty_choice_takes_the_ballot_back(db: Database) -> None:
    found = await opened(db)
    await vote(db, ANA, 1, round_id=found.id)
    assert (await vote(db, ANA, round_id=found.id)).round.ballots == 0
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(MarkRow)) == 0


async def test_a7_two_members_voting_in_the_same_instant_both_count(db: Database) -> None:
    found = await opened(db)
    await asyncio.gather(
        *(vote(db, user, 1, 2, round_id=found.id) for user in (ANA, BEN, CARA)),
    )
    closed = await close(db)
    assert closed is not None
    assert (closed.ballots, [pick.approvals for pick in closed.picks]) == (3, [3, 3, 0])


async def test_a7_two_clicks_of_one_member_leave_one_whole_ballot(db: Database) -> None:
    found = await opened(db)
    await asyncio.gather(
        vote(db, ANA, 1, 2, round_id=found.id), vote(db, ANA, 3, round_id=found.id)
    )
    mine = await ballot(db, ANA, found.id)
    assert mine.approved in ({"2603.00001", "2603.00002"}, {"2603.00003"})
    assert mine.round.ballots == 1


async def test_a_vote_at_closing_time_is_not_counted_and_says_so(db: Database) -> None:
    found = await opened(db)
    await vote(db, ANA, 1, round_id=found.id, now=CLOSES - SECOND)
    with pytest.raises(ballot_service.VoteClosed, match="closed <t:"):
        await vote(db, ANA, 2, round_id=found.id, now=CLOSES)
    closed = await close(db)
    assert closed is not None
    # Even one that claims an earlier instant comes too late once the round is closed.
    with pytest.raises(ballot_service.VoteClosed):
        await vote(db, BEN, 2, round_id=found.id, now=CLOSES - SECOND)
    assert [pick.approvals for pick in closed.picks] == [1, 0, 0]


async def test_a_vote_and_the_close_at_once_agree_on_whether_it_counted(db: Database) -> None:
    found = await opened(db)

    async def late_vote() -> bool:
        try:
            await vote(db, ANA, 2, round_id=found.id, now=CLOSES - SECOND)
        except ballot_service.VoteClosed:
            return False
        return True

    counted, _closed = await asyncio.gather(late_vote(), close(db))
    async with db.read() as session:
        stored = await queries.get(session, GUILD, found.id)
    assert stored.ballots == int(counted)
    assert [pick.approvals for pick in stored.picks] == [0, int(counted), 0]


async def test_ids_of_another_group_and_papers_off_the_list_are_refused(db: Database) -> None:
    found = await opened(db)
    await found_group(db, OTHER_GUILD, members=[ANA])
    with pytest.raises(NotFound):
        await vote(db, ANA, 1, round_id=found.id, guild=OTHER_GUILD)
    with pytest.raises(NotFound):
        await vote(db, ANA, 1, round_id=found.id + 1000)
    await announce(db, entry(9))
    with pytest.raises(NotFound, match="not on this shortlist"):
        await vote(db, ANA, 1, 9, round_id=found.id)
    with pytest.raises(NotSetUp):
        await vote(db, 77, 1, round_id=found.id)
    async with db.read() as session:
        with pytest.raises(NotFound):
            await queries.get(session, OTHER_GUILD, found.id)
        assert await session.scalar(select(func.count()).select_from(BallotRow)) == 0


async def test_the_database_refuses_an_approval_across_groups(db: Database) -> None:
    found = await opened(db)
    await found_group(db, OTHER_GUILD, members=[ANA])
    with pytest.raises(IntegrityError):
        async with db.begin() as session:
            session.add(
                BallotRow(guild_id=OTHER_GUILD, round_id=found.id, user_id=ANA, cast_at=OPENS)
            )
