"""Conferences and meetups that a member went to: noted, counted towards the plan, theirs alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.about_person import forget_person, records_of_person
from bot.community import attendance
from bot.community.attendance_rules import MAX_ATTENDED, attended_on
from bot.community.models import AttendedRow
from bot.community.values import Attendance, EventKind
from bot.db import Database
from bot.errors import NotFound, UserError
from bot.milestones import service as milestones
from bot.plans import service as plans
from tests.community.circle import ANA, BEN, GUILD, NOW, make_groups, person
from tests.plans.strategies import milestone_text, small_plan

WENT = milestone_text("went", repeats="year", times=2, counts="events-attended")
TODAY = NOW.date()


@pytest.fixture
async def db(composed_db: Database) -> Database:
    """The circle, whose plan counts two a year."""
    await make_groups(composed_db)
    async with composed_db.begin() as session:
        await plans.load(session, GUILD, small_plan(WENT), now=NOW)
    return composed_db


async def note(
    db: Database, name: str, day: str | None = None, *, user_id: int = ANA, later: int = 0
) -> tuple[Attendance, int]:
    found: tuple[Attendance, int] = await person(db, user_id, later=later).act(
        attendance.note, name=name, day=day
    )
    return found


async def count(db: Database, found: Attendance, event_id: int, later: int = 0) -> Attendance:
    assert found.count is not None
    counted: Attendance = await person(db, later=later).act(
        attendance.count, event_id, found.count.number
    )
    return counted


async def test_c6_what_is_noted_is_ones_own_and_the_newest_first(db: Database) -> None:
    await note(db, " NeurIPS\u200b 2025 ", "2025-12-03")
    await note(db, "PyData", "yesterday")
    await note(db, "Talks", "yesterday")
    found, event_id = await note(db, "Paper night")
    names = [each.name for each in found.events]
    assert names == ["Paper night", "Talks", "PyData", "NeurIPS 2025"]
    assert found.event(event_id).on == TODAY, "today, where no day is said"
    assert found.this_year == 3
    assert (await person(db, BEN).act(attendance.attended)).events == ()
    for act in (attendance.remove, attendance.count):
        more = (0,) if act is attendance.count else ()
        with pytest.raises(NotFound):
            await person(db, BEN).act(act, event_id, *more)


async def test_c6_noted_again_for_the_same_day_it_stays_one(db: Database) -> None:
    _, first = await note(db, "PyData")
    again, same = await person(db).act(
        attendance.note, name="pydata", kind=EventKind.MEETUP, link="https://pydata.example"
    )
    assert same == first
    (event,) = again.events
    assert (event.name, event.kind, event.link) == (
        "pydata",
        EventKind.MEETUP,
        "https://pydata.example",
    )
    assert len((await note(db, "PyData", "yesterday"))[0].events) == 2


async def test_p11_each_counts_once_in_its_year_and_no_more_than_the_plan_asks(
    db: Database,
) -> None:
    """P11: two a year; of a former year none; undone, it can be counted again."""
    _, old = await note(db, "NeurIPS 2025", "2025-12-03")
    _, first = await note(db, "ICML", "2026-07-10")
    _, second = await note(db, "PyData", "yesterday")
    found, third = await note(db, "Paper night")
    with pytest.raises(UserError, match="not in the period"):
        await count(db, found, old)
    found = await count(db, found, first)
    assert found.event(first).is_counted
    assert found.count is not None
    assert str(found.count.tally) == "1 of 2 in 2026"
    again = await count(db, found, first)
    assert str(again.count and again.count.tally) == "1 of 2 in 2026", "pressed twice"
    with pytest.raises(UserError, match="It counts in your plan"):
        await person(db).act(attendance.remove, first)
    found = await count(db, again, second)
    assert str(found.count and found.count.tally) == "2 of 2 in 2026"
    assert not found.event(third).takes_it
    with pytest.raises(UserError, match="asks for no more"):
        await count(db, found, third)
    undone = await person(db).act(milestones.undo, "went")
    assert undone.item.id == "went"
    found = await person(db).act(attendance.attended)
    assert not found.event(second).is_counted
    assert found.event(third).takes_it
    left = await person(db).act(attendance.remove, second)
    assert [each.id for each in left.events] == [third, first, old]


async def test_p11_the_next_year_begins_anew(db: Database) -> None:
    found, event_id = await note(db, "ICML")
    await count(db, found, event_id)
    found, new = await note(db, "Winter school", later=60)
    assert found.this_year == 1
    assert str(found.count and found.count.tally) == "0 of 2 in 2027"
    assert found.event(new).takes_it
    assert not found.event(event_id).takes_it
    assert found.event(event_id).is_counted


async def test_without_such_a_milestone_the_list_is_a_list(db: Database) -> None:
    async with db.begin() as session:
        await plans.load(session, GUILD, small_plan(), now=NOW)
    found, event_id = await note(db, "ICML")
    assert found.count is None
    with pytest.raises(UserError, match="asks for no more"):
        await person(db).act(attendance.count, event_id, 0)


@pytest.mark.parametrize(
    ("name", "day", "said"),
    [
        ("\u3164", None, "needs a name"),
        ("x" * 81, None, "81 characters"),
        ("ICML", "tomorrow", "still to come"),
        ("ICML", "2020-07-10", "more than two years ago"),
        ("ICML", "someday", "I do not read that as a day"),
        ("ICML", "Monday 2026-07-10", "is no Monday"),
    ],
)
async def test_what_cannot_be_kept_comes_back(
    db: Database, name: str, day: str | None, said: str
) -> None:
    with pytest.raises(UserError, match=said) as refused:
        await note(db, name, day)
    assert refused.value.typed is not None
    assert name in refused.value.typed


async def test_a_list_has_room_for_so_many(db: Database) -> None:
    async with db.begin() as session:
        session.add_all(
            AttendedRow(
                guild_id=GUILD,
                user_id=ANA,
                name=f"E{number}",
                folded_name=f"e{number}",
                kind=EventKind.MEETUP,
                attended_on=TODAY,
            )
            for number in range(MAX_ATTENDED)
        )
    with pytest.raises(UserError, match="no more fit"):
        await note(db, "One more")
    await note(db, "One more", user_id=BEN)
    found, _event_id = await note(db, "E1")
    assert len(found.events) == MAX_ATTENDED, "noted again it stays one"


async def test_m1_it_is_exported_and_forgotten_and_nobody_elses_is(db: Database) -> None:
    found, event_id = await note(db, "ICML")
    await count(db, found, event_id)
    await note(db, "ICML", user_id=BEN)
    async with db.begin() as session:
        held = (await records_of_person(session, GUILD, ANA))["community"]["attended_events"]
        await forget_person(session, GUILD, ANA)
    assert [(row["name"], row["attended_on"], row["counted_as"]) for row in held] == [
        ("ICML", TODAY.isoformat(), "went")
    ]
    async with db.read() as session:
        left = (await session.scalars(select(AttendedRow.user_id))).all()
    assert left == [BEN]


def test_a_day_is_the_members_own() -> None:
    zone = NOW.tzinfo
    assert zone is not None
    assert attended_on(None, today=TODAY, zone=zone) == TODAY
    assert attended_on("  ", today=TODAY, zone=zone) == TODAY
    assert attended_on("friday", today=TODAY, zone=zone) == date(2026, 11, 20)
    assert attended_on("3 days ago", today=TODAY, zone=zone) == TODAY - timedelta(days=3)
