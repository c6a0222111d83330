"""Rounds of partners on both databases: made once, also when people come and go meanwhile."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.about_person import forget_person, records_of_person
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.export import restore
from bot.export import service as export
from bot.export.archive import as_json
from bot.export.file_reading import read_archive
from bot.forgetting import service as forgetting
from bot.groups.values import MemberCaller
from bot.partners import data, organising, queries, rules, service, telling
from bot.partners.models import PartnerRow, WaitRow
from bot.partners.values import EXTRA, ROUND, SERIES, Met, Why
from bot.scheduling import Delivery, DeliveryFailure, DeliveryStatus, NothingToSend
from bot.scheduling.models import ScheduleRow
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, ELSEWHERE, GUILD
from tests.partners.circle import (
    CEM,
    DAN,
    PEER,
    act,
    at,
    count,
    delivery,
    make,
    organise,
    pairs,
    record,
    see,
    take_part,
    told,
)


@pytest.fixture
async def db(composed_db: Database) -> Database:
    """A group in which Ana, Ben, Cem and Dan take part, and another one with Ana."""
    return await take_part(composed_db)


async def test_a_round_is_made_once_however_often_it_is_tried(db: Database) -> None:
    carried = delivery(1, 1)
    pool = await see(db, carried)
    assert await record(db, carried, pool)
    for again in (carried, delivery(2, 1)):
        with pytest.raises(NothingToSend):
            await see(db, again)
        with pytest.raises(NothingToSend):
            await record(db, again, pool)
    assert await count(db) == 1
    assert {len(each) for each in (await pairs(db)).values()} == {2}


async def test_two_processes_that_make_a_round_at_once_make_one(db: Database) -> None:
    """One by hand and one of the series: who comes second finds that it was made."""
    rounds = [delivery(1, 1), delivery(2, 1, SERIES)]
    pool = await see(db, rounds[0])
    made = await asyncio.gather(
        *(record(db, each, pool) for each in rounds), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in made) == ["NothingToSend", "bool"]
    assert await count(db) == 1
    assert {len(each) for each in (await pairs(db)).values()} == {2}


async def test_a_round_by_itself_is_left_out_in_the_week_after_another(db: Database) -> None:
    await make(db, 1, 1)
    with pytest.raises(NothingToSend):
        await see(db, delivery(2, 7, SERIES))
    await make(db, 3, 8, SERIES)
    assert await count(db) == 2


async def test_c1_who_leaves_pauses_or_comes_while_it_is_matched_is_heeded(db: Database) -> None:
    """What was matched of others is not recorded; it is matched anew."""
    carried = delivery(1, 1)
    changes: list[tuple[Any, tuple[Any, ...], int]] = [
        (service.leave, (), DAN),
        (service.join, (PEER,), DAN),
        (service.pause, ("",), CEM),
        (service.exclude, (BEN,), ANA),
    ]
    for use_case, args, user_id in changes:
        pool = await see(db, carried)
        await act(db, use_case, *args, user_id=user_id)
        assert not await record(db, carried, pool)
    assert await count(db) == 0
    assert await record(db, carried, await see(db, carried))
    found = list((await pairs(db)).values())
    assert all(CEM not in each and not {ANA, BEN} <= each for each in found)
    assert await told(db, Why.NOBODY) | set.union(*found) == {ANA, BEN, DAN}


async def test_c1_who_is_leaving_while_a_round_is_recorded_is_in_no_pair(db: Database) -> None:
    """One waits for the other, whichever database it is."""
    carried = delivery(1, 1)
    pool = await see(db, carried)
    is_leaving, go_on = asyncio.Event(), asyncio.Event()

    async def leaving() -> None:
        async with db.begin() as session:
            member = await groups.lock_member(session, GUILD, DAN)
            caller = MemberCaller(GUILD, DAN, False, at(1), member)
            await service.leave(session, caller)
            is_leaving.set()
            await go_on.wait()

    leaves = asyncio.create_task(leaving())
    await is_leaving.wait()
    records = asyncio.create_task(record(db, carried, pool))
    done, _ = await asyncio.wait({records}, timeout=0.5)
    assert not done, "it waits for who is leaving"
    go_on.set()
    await leaves
    assert not await records
    assert await record(db, carried, await see(db, carried))
    assert all(DAN not in each for each in (await pairs(db)).values())


async def test_c2_somebody_who_leaves_before_the_thread_leaves_nobody_alone(db: Database) -> None:
    await make(db, 1, 1)
    pair_id, people = next(iter((await pairs(db)).items()))
    gone, left = sorted(people)
    async with db.begin() as session:
        await forget_person(session, GUILD, gone)
    introduce = Delivery(9, GUILD, None, "", str(pair_id), date(2026, 3, 3), at(1), 1, "9")
    async with db.begin() as session:
        assert await telling.to_introduce(session, introduce, at(1)) is None
    assert pair_id not in await pairs(db)
    assert left in await told(db, Why.ENDED)
    async with db.begin() as session:
        with pytest.raises(NothingToSend):
            await telling.to_introduce(session, introduce, at(1))
    async with db.read() as session:
        extra = await session.scalar(
            select(ScheduleRow.next_due_at).where(
                ScheduleRow.kind == ROUND, ScheduleRow.subject == EXTRA
            )
        )
    assert extra is not None


async def test_c2_a_pair_is_introduced_once(db: Database) -> None:
    await make(db, 1, 1)
    (pair_id, people), *_ = (await pairs(db)).items()
    introduce = Delivery(9, GUILD, None, "", str(pair_id), date(2026, 3, 3), at(1), 1, "9")
    async with db.begin() as session:
        found = await telling.to_introduce(session, introduce, at(1))
        assert found is not None
        assert set(found.members) == people
        await telling.note(session, found, is_introduced=True)
    async with db.begin() as session:
        with pytest.raises(NothingToSend):
            await telling.to_introduce(session, introduce, at(1))


async def test_a_pair_whose_thread_came_too_late_is_told_by_message(db: Database) -> None:
    await make(db, 1, 1)
    (pair_id, people), *_ = (await pairs(db)).items()
    late = Delivery(9, GUILD, None, "", str(pair_id), date(2026, 3, 3), at(1), 4, "9")
    failure = DeliveryFailure(late, DeliveryStatus.MISSED, "it got too old")
    for _ in range(2):
        async with db.begin() as session:
            await telling.introduction_failed(session, failure, at(5))
    assert await told(db, Why.HELLO) == people
    assert (await organise(db, queries.standing, day=5)).troubles == 1


async def test_c2_a_pair_of_which_one_is_forgotten_ends_with_them(db: Database) -> None:
    await make(db, 1, 1)
    pair_id, people = next(iter((await pairs(db)).items()))
    gone, left = sorted(people)
    async with db.begin() as session:
        await forgetting.remove(session, GUILD, gone, now=at(2))
    assert (await act(db, queries.mine, user_id=left, day=2)).pairs == ()
    assert left in await told(db, Why.ENDED)
    assert pair_id not in await pairs(db)


async def test_c3_both_ask_for_somebody_else_at_once(db: Database) -> None:
    await make(db, 1, 1)
    (first, one), (_, other) = (await pairs(db)).items()
    await asyncio.gather(
        *(act(db, service.ask_another, first, user_id=each, day=2) for each in sorted(one)),
        return_exceptions=True,
    )
    assert list((await pairs(db)).values()) == [other]
    await make(db, 2, 3, EXTRA)
    assert list((await pairs(db)).values()) == [other], "they were just together"
    assert await told(db, Why.NOBODY) == one
    async with db.read() as session:
        for each in one:
            member = await groups.get_member(session, GUILD, each)
            assert await queries.waits(session, member)
    await make(db, 3, 10)
    found = list((await pairs(db)).values())
    assert sorted(map(len, found)) == [2, 2]
    assert one not in found


async def test_c2_whom_one_avoids_is_no_partner_any_more(db: Database) -> None:
    """The pair ends for both at once; the other hears that, and is matched anew too."""
    await make(db, 1, 1)
    (first, people), (second, others) = (await pairs(db)).items()
    one, other = sorted(people)
    stranger = min(others)
    await act(db, service.exclude, stranger, user_id=one, day=2)
    assert await pairs(db) == {first: people, second: others}, "they are no partners"
    await act(db, service.exclude, other, user_id=one, day=2)
    assert await pairs(db) == {second: others}
    assert await told(db, Why.ENDED) == {other}
    assert (await act(db, queries.mine, user_id=one, day=2)).pairs == ()
    assert await count(db, ScheduleRow.subject == EXTRA, of=ScheduleRow) == 1


async def test_c2_a_list_is_changed_by_its_owner_alone(db: Database) -> None:
    for user_id, others in ((ANA, (CEM, DAN)), (BEN, (CEM, DAN))):
        for other in others:
            await act(db, service.exclude, other, user_id=user_id)
    assert await act(db, service.include, CEM) == [DAN]
    assert await act(db, queries.not_with) == [DAN]
    assert await act(db, queries.not_with, user_id=BEN) == [CEM, DAN]


async def test_c2_in_a_trio_the_other_two_stay_together(db: Database) -> None:
    await act(db, service.leave, user_id=DAN)
    await make(db, 1, 1)
    ((pair_id, _),) = (await pairs(db)).items()
    await act(db, service.exclude, BEN, day=2)
    assert await pairs(db) == {pair_id: {BEN, CEM}}
    assert await told(db, Why.ENDED) == set()
    (left,) = await act(db, queries.partnerships, day=2)
    assert left.has_left
    assert not left.is_open
    await act(db, service.join, PEER, user_id=DAN, day=2)
    pool = await see(db, delivery(2, 2, EXTRA))
    assert {each.user_id for each in pool.candidates} == {ANA, DAN}


async def test_c2_everybody_excludes_everybody_and_nobody_is_dropped(db: Database) -> None:
    people = (ANA, BEN, CEM, DAN)
    for each in people:
        for other in people:
            if each < other:
                await act(db, service.exclude, other, user_id=each)
    await make(db, 1, 1)
    assert await pairs(db) == {}
    assert await told(db, Why.NOBODY) == set(people)
    assert await count(db, of=WaitRow) == 4


async def test_c2_one_mentor_for_ten_mentees_takes_those_who_waited(db: Database) -> None:
    """Their room is kept to; the rest waits, and comes first in the next round."""
    for user_id in (BEN, CEM, DAN):
        await act(db, service.leave, user_id=user_id)
    await act(db, service.join, rules.entry(["mentor"], "5", "", shows_axes=False))
    mentees = range(100, 110)
    async with db.begin() as session:
        for user_id in mentees:
            await groups.join(session, GUILD, user_id, now=at(0))
    for user_id in mentees:
        entry = rules.entry(["mentee"], "1", "", shows_axes=False)
        await act(db, service.join, entry, user_id=user_id)
    await make(db, 1, 1)
    first = set.union(*(await pairs(db)).values()) - {ANA}
    assert len(first) == 5
    assert await told(db, Why.NOBODY) == set(mentees) - first
    await make(db, 2, 15)
    assert set.union(*(await pairs(db)).values()) - {ANA} == set(mentees) - first


async def test_c3_what_one_says_is_theirs_and_others_pairs_are_not_found(db: Database) -> None:
    await make(db, 1, 1)
    (pair_id, people), *_ = (await pairs(db)).items()
    one, other = sorted(people)
    found = await act(db, service.say, pair_id, Met.NO, user_id=one)
    assert found.pair.met is Met.NO
    assert (await act(db, queries.own_pair, pair_id, user_id=other)).met is None
    for who in (one, other):
        with pytest.raises(UserError, match="not said that you met"):
            await act(db, service.finish, pair_id, user_id=who)
    stranger = next(each for each in (ANA, BEN, CEM, DAN) if each not in people)
    for use_case, args in (
        (service.say, (pair_id, Met.YES)),
        (service.ask_another, (pair_id,)),
        (service.finish, (pair_id,)),
    ):
        with pytest.raises(NotFound):
            await act(db, use_case, *args, user_id=stranger)
    async with db.begin() as session:
        elsewhere = await groups.member(session, ELSEWHERE, ANA, now=at(1))
        with pytest.raises(NotFound):
            await queries.own_pair(session, elsewhere, pair_id)


async def test_m1_d1_all_of_it_is_exported_and_forgotten_also_from_others_lists(
    db: Database,
) -> None:
    await act(db, service.exclude, ANA, user_id=BEN)
    await act(db, service.exclude, CEM)
    await make(db, 1, 1)
    async with db.read() as session:
        found = (await records_of_person(session, GUILD, ANA))["partners"]
    assert [row["roles"] for row in found["partner_profiles"]] == ["peer"]
    assert [row["other_id"] for row in found["partner_not_with"]] == [CEM]
    assert len(found["partners"]) == 1
    avoided = [row["user_id"] for row in found["partner_not_with"]]
    assert avoided == [ANA], "who avoids her is not hers to know"
    async with db.begin() as session:
        await data.forget(session, GUILD, ANA)
    assert await act(db, queries.not_with, user_id=BEN, day=2) == []
    async with db.begin() as session:
        await forget_person(session, GUILD, ANA)
    for table in (PartnerRow, WaitRow):
        assert await count(db, table.user_id == ANA, of=table) == 0


async def test_d1_c2_whom_one_avoids_comes_back_with_ones_file(db: Database) -> None:
    """For the caller alone, whoever the file says avoids whom; without those who are gone."""
    for other in (BEN, CEM, DAN):
        await act(db, service.exclude, other)
    async with db.begin() as session:
        whole = json.loads(as_json(await export.everything(session, GUILD, ANA, now=at(0))))
        for each in (ANA, DAN):
            await forget_person(session, GUILD, each)
        await groups.join(session, GUILD, ANA, now=at(0))
    rows = whole["features"]["partners"]["partner_not_with"]
    assert [row.pop("user_id") for row in rows] == [ANA] * 3
    rows.append({"guild_id": ELSEWHERE, "user_id": CEM, "other_id": 10**15})
    await act(db, service.exclude, BEN)
    archive = read_archive(json.dumps(whole).encode(), guild_id=GUILD, user_id=ANA)
    await act(db, restore.restore, archive)
    assert await act(db, queries.not_with) == [BEN, CEM]
    assert await act(db, queries.not_with, user_id=CEM) == []


async def test_rounds_follow_the_groups_zone_and_can_be_switched_off(db: Database) -> None:
    found = await organise(db, organising.set_weeks, 2)
    assert found.next_round == datetime(2026, 3, 9, 9, tzinfo=UTC)
    async with db.begin() as session:
        await groups.change_group(session, GUILD, zone="Europe/Berlin", now=at(1))
    found = await organise(db, queries.standing, day=1)
    assert found.next_round == datetime(2026, 3, 9, 8, tzinfo=UTC)
    for weeks in (1, 9):
        with pytest.raises(UserError):
            await organise(db, organising.set_weeks, weeks)
    off = await organise(db, organising.set_weeks, 0)
    assert (off.weeks, off.next_round) == (None, None)


async def test_a_round_needs_two(db: Database) -> None:
    for user_id in (BEN, CEM, DAN):
        await act(db, service.pause, "", user_id=user_id)
    with pytest.raises(UserError, match="needs two"):
        await organise(db, organising.start)
    await make(db, 1, 1)
    assert await told(db, Why.NOBODY) == {ANA}
