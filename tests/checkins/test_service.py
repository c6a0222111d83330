"""Check-ins on both databases: kept, exported, restored, forgotten, purged, and read cheaply."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot.about_person import forget_person, records_of_person
from bot.checkins import queries, service
from bot.checkins.data import DATA
from bot.checkins.models import CheckInPlanRow, CheckInRow
from bot.checkins.values import KEPT, KIND
from bot.db import Database
from bot.db.retention import purge_all
from bot.errors import NotFound, UserError
from bot.reminders.models import ReminderRow
from tests.checkins.acting import FINE, NOTE, TIRED, act, answer, at, plans, stored
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, ELSEWHERE, GUILD, make_groups
from tests.statements import statements


@pytest.fixture
async def db(composed_db: Database) -> Database:
    """Two groups, Ana in both; the hooks of all features run."""
    return await make_groups(composed_db)


async def test_w1_every_check_in_that_is_kept_is_within_reach(db: Database) -> None:
    """A trend shows twelve; those before them lead on, so that each can be opened and removed."""
    days = [3 + 30 * number for number in range(queries.SHOWN + 2)]
    for day in days:
        await answer(db, FINE, now=at(day))
    latest = await act(db, queries.history, now=at(days[-1]))
    assert [each.taken_on for each in latest.checkins] == [at(day).date() for day in days[2:]]
    assert (latest.has_earlier, latest.has_later) == (True, False)
    first = latest.checkins[0].taken_on
    earlier = await act(db, queries.history, first, now=at(days[-1]))
    assert [each.taken_on for each in earlier.checkins] == [at(day).date() for day in days[:2]]
    assert (earlier.has_earlier, earlier.has_later) == (False, True)


async def test_u6_what_a_clock_that_stood_ahead_left_does_not_hide_rest(db: Database) -> None:
    await answer(db, FINE, now=at(400))
    assert (await answer(db, TIRED, now=at(3))).is_latest
    assert not (await act(db, queries.see, at(3).date(), now=at(401))).is_latest


async def test_w1_a_day_has_one_check_in_of_each_member_and_group(db: Database) -> None:
    await answer(db, FINE, NOTE, now=at(3))
    again = await answer(db, TIRED, now=at(3, 22))
    assert again.before is None
    await answer(db, FINE, now=at(3), user_id=BEN)
    await answer(db, FINE, now=at(3), guild_id=ELSEWHERE)
    assert sorted(
        (row.guild_id, row.user_id, row.levels, row.note) for row in await stored(db)
    ) == [
        (GUILD, BEN, "4444", None),
        (GUILD, ANA, "2244", None),
        (ELSEWHERE, ANA, "4444", None),
    ]
    later = await answer(db, FINE, now=at(40))
    assert later.before is not None
    assert later.before.levels == TIRED
    assert (await act(db, queries.see, at(3).date(), now=at(40))).is_latest is False
    for day in (4, 39):
        with pytest.raises(NotFound):
            await act(db, queries.see, at(day).date(), now=at(40))
    theirs = await act(db, queries.history, now=at(40), user_id=BEN)
    assert [each.levels for each in theirs.checkins] == [FINE]
    await act(db, service.remove, at(3).date(), now=at(40), user_id=BEN)
    assert sorted((row.guild_id, row.user_id) for row in await stored(db)) == [
        (GUILD, ANA),
        (GUILD, ANA),
        (ELSEWHERE, ANA),
    ]


async def test_w1_w3_what_others_do_moves_no_offer_of_ones_own(db: Database) -> None:
    """Nor what one does oneself in another group."""
    before = await act(db, queries.own_standing, now=at(40))
    for guild_id, user_id in ((GUILD, BEN), (ELSEWHERE, ANA)):
        await answer(db, TIRED, now=at(39), user_id=user_id, guild_id=guild_id)
        for use_case, *said in ((service.skip,), (service.set_cadence, 28)):
            await act(db, use_case, *said, now=at(39), user_id=user_id, guild_id=guild_id)
        whose = {"guild_id": guild_id, "user_id": user_id}
        thing = {"kind": KIND, "thing_id": "own", "due_on": at(39).date(), "stage": ""}
        sent = {"delivery_id": 1, "named_on": at(39).date(), "alone": False}
        async with db.begin() as session:
            session.add(ReminderRow(**whose, **thing, **sent))
    assert await act(db, queries.own_standing, now=at(40)) == before


async def test_what_is_refused_gives_the_note_back_and_keeps_nothing(db: Database) -> None:
    for version, given in ((1, ["3"] * 3), (1, ["3", "3", "3", "6"]), (2, ["3"] * 4)):
        with pytest.raises(UserError) as refused:
            await act(db, service.answer, version, given, NOTE, now=at(3))
        assert refused.value.typed == NOTE
        assert NOTE not in str(refused.value)
    with pytest.raises(NotFound):
        await act(db, service.remove, at(3).date(), now=at(3))
    assert await stored(db) == []


async def test_the_tables_hold_no_cadence_but_four_to_six_weeks(db: Database) -> None:
    for days in (27, 43):
        row = {"guild_id": GUILD, "user_id": ANA, "cadence_days": days, "is_stopped": False}
        with pytest.raises(IntegrityError):
            async with db.begin() as session:
                await session.execute(insert(CheckInPlanRow).values(**row))


async def test_d1_m1_all_of_it_is_exported_and_forgotten(db: Database) -> None:
    await answer(db, TIRED, NOTE, now=at(3))
    await act(db, service.set_cadence, 28, now=at(3))
    await act(db, service.skip, now=at(4))
    await answer(db, FINE, now=at(3), user_id=BEN)
    await answer(db, FINE, now=at(3), guild_id=ELSEWHERE)
    async with db.begin() as session:
        found = (await records_of_person(session, GUILD, ANA))["checkins"]
        key = {"guild_id": GUILD, "user_id": ANA}
        assert json.loads(json.dumps(found)) == {
            "checkins": [
                {**key, "taken_on": "2026-03-03", "version": 1, "levels": "2244", "note": NOTE}
            ],
            "checkin_plans": [
                {**key, "cadence_days": 28, "is_stopped": False, "skipped_on": "2026-03-04"}
            ],
        }
        await forget_person(session, GUILD, ANA)
    assert {(row.guild_id, row.user_id) for row in await stored(db)} == {
        (GUILD, BEN),
        (ELSEWHERE, ANA),
    }
    assert await plans(db) == []


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (CheckInRow, {"version": 9, "levels": "4444", "note": None}),
        (CheckInRow, {"version": 1, "levels": "4446", "note": None}),
        (CheckInRow, {"version": 1, "levels": "44", "note": None}),
        (CheckInRow, {"version": "1", "levels": "4444", "note": None}),
        (CheckInRow, {"version": 1, "levels": "4444", "note": "x" * 1001}),
        (CheckInPlanRow, {"cadence_days": 27}),
        (CheckInPlanRow, {"cadence_days": 43}),
    ],
)
def test_d1_what_no_export_ever_held_does_not_come_back(table: type, row: dict[str, Any]) -> None:
    [held] = [each for each in DATA.held if each.table is table]
    assert not isinstance(held.back, str)
    assert held.back.read is not None
    with pytest.raises((ValueError, UserError)):
        held.back.read(row)


async def test_it_is_kept_as_long_as_it_says(db: Database) -> None:
    await answer(db, FINE, now=at(3))
    await answer(db, FINE, now=at(40))
    [retention] = DATA.retentions
    await purge_all(db, retention, at(3) + KEPT)
    assert len(await stored(db)) == 2
    await purge_all(db, retention, at(3) + KEPT + timedelta(days=1))
    assert [row.taken_on for row in await stored(db)] == [date(2026, 4, 9)]


async def test_m2_who_leaves_and_comes_back_is_not_asked_at_once(db: Database) -> None:
    """Their first weeks count from when they came."""
    await act(db, service.stop, now=at(3))
    await act(db, service.start, now=at(3))
    async with db.read() as session:
        member = await groups.get_member(session, GUILD, ANA)
        found = await queries.standing(session, member, at(4))
    assert found.offer is not None
    assert found.offer.due == date(2026, 4, 6)


async def test_the_statements_do_not_depend_on_what_was_answered(db: Database) -> None:
    """A daily message on a day without an offer costs one."""

    async def cost(day: int) -> list[int]:
        costs = []
        async with db.read() as session:
            caller = await groups.member(session, GUILD, ANA, now=at(day))
            for read in (queries.own_standing, queries.welcome, queries.history):
                with statements(db) as seen:
                    await read(session, caller)
                costs.append(len(seen))
        return costs

    few = await cost(10)
    assert few[0] == 1
    for day in (3, 5, 7, 9):
        await answer(db, TIRED, NOTE, now=at(day))
    await act(db, service.set_cadence, 28, now=at(9))
    assert await cost(10) == few
